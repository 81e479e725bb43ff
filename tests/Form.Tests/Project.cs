using System.Xml.Linq;

namespace ExchangeHub.Form.Tests;

/// <summary>What a project is to the architecture; decides what it may refer to.</summary>
internal enum Layer
{
    /// <summary>The law: services/Core.</summary>
    Core,

    /// <summary>The wire contract: protos.</summary>
    Protos,

    /// <summary>The two API assemblies of gRPC that stand in for packages.</summary>
    GrpcApi,

    /// <summary>The quarantine of a dependency: a folder of adapters.</summary>
    Adapter,

    /// <summary>A program: a folder of services.</summary>
    Service,

    /// <summary>Anything under tests.</summary>
    Test,
}

/// <summary>A project of the solution, as its file says.</summary>
/// <param name="Path">Of the project file, relative to the root.</param>
/// <param name="Xml">The project file.</param>
internal sealed record Project(string Path, XDocument Xml)
{
    private static readonly Lazy<IReadOnlyList<Project>> Read = new(() =>
    [
        .. from file in Repository.Files
           where file.Extension == ".csproj"
           select new Project(file.Path, XDocument.Parse(file.Text)),
    ]);

    public static IReadOnlyList<Project> All => Read.Value;

    public string Folder => Path[..Path.LastIndexOf('/')];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public Layer Layer => Folder switch
    {
        "services/Core" => Layer.Core,
        "protos" => Layer.Protos,
        _ when Folder.StartsWith("adapters/Grpc/", StringComparison.Ordinal) => Layer.GrpcApi,
        _ when Folder.StartsWith("adapters/", StringComparison.Ordinal) => Layer.Adapter,
        _ when Folder.StartsWith("services/", StringComparison.Ordinal) => Layer.Service,
        _ when Folder.StartsWith("tests/", StringComparison.Ordinal) => Layer.Test,
        _ => throw new InvalidOperationException(
            $"{Path}: a project stands in protos, or in a folder of services, adapters or tests."),
    };

    /// <summary>Gets the project files that this one refers to, relative to the root.</summary>
    public IEnumerable<string> References =>
        from reference in Xml.Descendants("ProjectReference")
        let full = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, Folder, Include(reference)))
        select System.IO.Path.GetRelativePath(Repository.Root, full).Replace('\\', '/');

    public IEnumerable<string> Packages => Xml.Descendants("PackageReference").Select(Include);

    /// <summary>Finds the project that a file belongs to.</summary>
    /// <param name="path">Of the file, relative to the root.</param>
    /// <returns>The innermost project; null when the file belongs to none.</returns>
    public static Project? Of(string path) =>
        All.Where(project => path.StartsWith(project.Folder + "/", StringComparison.Ordinal))
            .MaxBy(project => project.Folder.Length);

    public IEnumerable<string> Values(string property) => Xml.Descendants(property).Select(element => element.Value);

    private static string Include(XElement element) => element.Attribute("Include")?.Value.Replace('\\', '/') ?? "";
}
