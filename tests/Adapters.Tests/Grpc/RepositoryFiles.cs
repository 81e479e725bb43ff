namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>Finds files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    internal static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    internal static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds ExchangeHub.sln.")
        : File.Exists(Path.Combine(folder.FullName, "ExchangeHub.sln")) ? folder.FullName : Find(folder.Parent);
}
