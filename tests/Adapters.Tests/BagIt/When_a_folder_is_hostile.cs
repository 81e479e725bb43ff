using System.Diagnostics;
using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A folder may hold what an archive may: a link to a key outside, or a pipe that keeps its reader waiting for ever.
/// </summary>
public sealed class When_a_folder_is_hostile : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("ln -s /etc/passwd data/x")]
    [InlineData("ln -s / data/x")]
    [InlineData("ln -s nowhere data/x")]
    [InlineData("mkfifo data/x")]
    public async Task Links_and_pipes_are_refused_and_not_opened(string command)
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        await Foreign.RunAsync(folder, "sh", "-c", command);

        var check = await Scratch.CheckAsync(folder);

        Assert.Equal((BagFault.EntryKindRefused, "data/x"), (Assert.Single(check.Findings).Fault, check.Findings[0].Path));
        Assert.False(check.IsComplete);
        _ = Assert.Throws<IOException>(() => BagContent.FromFolder("data", Path.Combine(folder, "data")));
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_is_refused()
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        await Foreign.RunAsync(folder, "sh", "-c", "touch \"data/$(printf '\\351')\"");

        var check = await Scratch.CheckAsync(folder);
        await Foreign.RunAsync(folder, "rm", "-r", "data"); // the base library cannot name it

        Assert.Equal(BagFault.EntryNameUnreadable, Assert.Single(check.Findings).Fault);
    }

    [Fact]
    public async Task A_file_that_grows_during_the_check_is_noticed()
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        using var bag = await Bag.OpenAsync(folder);
        await File.AppendAllTextAsync(Path.Combine(folder, "data", "a.txt"), "more");

        var check = await bag.CheckAsync();

        Assert.Equal(BagFault.ChangedWhileRead, Assert.Single(check.Findings).Fault);
        Assert.False(check.IsValid);
    }

    [Fact]
    public async Task Every_check_reads_again_and_none_inherits_the_answer_of_the_one_before()
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        using var bag = await Bag.OpenAsync(folder);
        Assert.True((await bag.CheckAsync()).IsValid);

        foreach (var content in new[] { "wrong\n", "shorter" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "data", "a.txt"), content);
            Assert.False((await bag.CheckAsync()).IsValid);
            Assert.False((await bag.CheckAsync()).IsValid);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "data", "a.txt"), "first\n");
        Assert.True((await bag.CheckAsync()).IsValid);
    }

    [Fact]
    public async Task A_tag_file_that_changes_after_it_was_judged_is_noticed()
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        using var bag = await Bag.OpenAsync(folder);
        var tags = await File.ReadAllTextAsync(Path.Combine(folder, "bag-info.txt"));
        await File.WriteAllTextAsync(Path.Combine(folder, "bag-info.txt"), tags.Replace('J', 'j'));

        Assert.Contains(BagFault.ChangedWhileRead, (await bag.CheckAsync()).Findings.Select(finding => finding.Fault));
    }

    [Fact]
    public async Task A_changed_file_that_is_read_alone_is_noticed_at_its_end()
    {
        var folder = _scratch.Write("bag", Scratch.ByHand());
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "a.txt"), "wrong\n");
        using var bag = await Bag.OpenAsync(folder);

        await using var content = bag.OpenRead("data/a.txt");
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => content.CopyToAsync(Stream.Null));
        _ = Assert.Throws<FileNotFoundException>(() => bag.OpenRead("data/nowhere"));
    }

    [Fact]
    public async Task Names_that_some_systems_cannot_keep_are_remarked_on_and_refused_by_a_profile()
    {
        var files = Scratch.ByHand();
        files["data/A.txt"] = [];
        files["data/nul.txt"] = [];
        Scratch.Remake(files);
        files["bag-info.txt"] = "Payload-Oxum: 11.4\n"u8.ToArray();
        Scratch.Reseal(files);

        var check = await _scratch.CheckAsync(files);
        var strict = await _scratch.CheckAsync(files, BagProfile.Evidence);

        Assert.True(check.IsAcceptable, check.ToString());
        Assert.Equal([BagFault.PathUnportable, BagFault.PathCollides], check.Findings.Select(finding => finding.Fault).Order());
        Assert.All(
            strict.Findings.Where(finding => finding.Fault is BagFault.PathUnportable or BagFault.PathCollides),
            finding => Assert.Equal(BagSeverity.Fault, finding.Severity));
        Assert.False(strict.IsComplete);
    }

    [Fact]
    public async Task What_is_neither_folder_nor_archive_is_named()
    {
        var check = await Scratch.CheckAsync(_scratch.Write("bag.7z", "7z\xBC\xAF"u8.ToArray()));

        Assert.Equal(BagFault.FormUnknown, Assert.Single(check.Findings).Fault);
        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => Bag.OpenAsync(_scratch["nowhere"]));
    }
}

/// <summary>Runs a program of others to its end.</summary>
internal static class Foreign
{
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var (code, output, error) = await EndAsync(folder, program, arguments);
        Assert.True(code == 0, $"{program}: {error}");
        return output;
    }

    /// <summary>Says whether a program does what it is asked.</summary>
    public static async Task<bool> CanAsync(string folder, string program, params string[] arguments) =>
        (await EndAsync(folder, program, arguments)).Code == 0;

    private static async Task<(int Code, string Output, string Error)> EndAsync(
        string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
