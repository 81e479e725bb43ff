using ExchangeHub.Adapters.Tests.BagIt;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.SystemTests;

/// <summary>An officer gets a package on a disk and wants to know, without any server, whether it is what was sealed.</summary>
public sealed class EvidenceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-bag-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sealed_package_is_found_valid_and_its_files_are_listed()
    {
        var package = await SealAsync();

        var (code, output, _) = await RunAsync("evidence", "verify", package, "--lang", "zh", "-o", "table");
        Assert.Equal((ExitCode.Ok, true), (code, output.Contains("完整、有效，符合证据包规范", StringComparison.Ordinal)));

        (code, output, _) = await RunAsync("evidence", "manifest", package, "-o", "table");
        Assert.Equal(ExitCode.Ok, code);
        Assert.All(
            Scratch.Draft.Contents.Where(content => content.Path.StartsWith("data/", StringComparison.Ordinal)),
            content => Assert.Contains(content.Path, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_changed_byte_is_named_with_its_file()
    {
        var package = await SealAsync();
        var file = Directory.EnumerateFiles(Path.Combine(package, "data"), "*", SearchOption.AllDirectories)
            .First(path => new FileInfo(path).Length > 0);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var (code, output, _) = await RunAsync("evidence", "verify", package, "--lang", "en", "-o", "table");

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains(Path.GetRelativePath(package, file), output, StringComparison.Ordinal);
        Assert.Contains("complete, but not valid", output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("evidence", "verify", package, "-o", "json");
        Assert.Contains("\"isComplete\":true,\"isValid\":false,\"isAcceptable\":false", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_not_there_is_an_error_of_usage()
    {
        var (code, _, errors) = await RunAsync("evidence", "verify", Path.Combine(_folder, "nothing.zip"), "--lang", "zh");

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("无法读取", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Root.RunAsync(arguments, output, errors, _ => []);
        return (code, output.ToString(), errors.ToString());
    }

    private async Task<string> SealAsync()
    {
        var package = Path.Combine(_folder, Scratch.Draft.Name);
        _ = await BagWriter.WriteAsync(Scratch.Draft, BagForm.Folder, package, null, CancellationToken.None);
        return package;
    }
}
