using System.Runtime.CompilerServices;
using System.Text.Json;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.SystemTests;

/// <summary>A legal officer writes cases beside the rules and runs them without any service.</summary>
public sealed class RuleCasesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-cases-").FullName;

    public static TheoryData<string> RuleSets =>
        [.. Directory.EnumerateFiles(Samples, "*.yaml").Where(path => !path.EndsWith(".cases.yaml", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    private static string Samples => Path.GetFullPath(Path.Combine(Here(), "..", "..", "deploy", "samples", "rules"));

    private static string Zone => Path.Combine(Samples, "yrd-demo-2020-v3.yaml");

    private static string Cases => Path.Combine(Samples, "yrd-demo-2020-v3.cases.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(RuleSets))]
    public async Task The_samples_answer_as_expected_and_every_rule_is_reached(string name)
    {
        var (code, output, _) = await RunAsync(
            Path.Combine(Samples, name + ".yaml"), Path.Combine(Samples, name + ".cases.yaml"), "-o", "json");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        var summary = lines[^1];
        Assert.Empty(summary.GetProperty("unreached").EnumerateArray().Select(reason => reason.GetString()));
        Assert.All(lines[..^1], one => Assert.True(one.GetProperty("passed").GetBoolean(), one.ToString()));
        Assert.Equal(lines.Length - 1, summary.GetProperty("cases").GetInt32());
        Assert.Equal((0, 0), (summary.GetProperty("failed").GetInt32(), summary.GetProperty("mistakes").GetInt32()));
        Assert.Equal(ExitCode.Ok, code);
    }

    [Fact]
    public async Task A_case_that_does_not_hold_is_told_with_its_line_and_with_what_made_the_difference()
    {
        var file = Changed("expect:\n      310118: {outcome: REFUSED, codes: [REF-OFF-COUNT]}",
            "expect:\n      310118: {outcome: RECOGNISED}");
        var line = Line(file, "a decision of one officer") + 5;

        var (code, output, _) = await RunAsync(Zone, file, "-o", "table", "--lang", "en");

        Assert.Equal(ExitCode.Refused, code);
        Assert.StartsWith(
            $"{file}({line}): a decision of one officer: 310118 expected RECOGNISED; found REFUSED: REF-OFF-COUNT\n"
                + "    REF-OFF-COUNT: officers.isValid = true",
            output,
            StringComparison.Ordinal);
        Assert.Contains("1 not; they reach 79 of 79 rules.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_rule_lacks_to_apply_is_said()
    {
        var file = Changed("penalty.hearing: {}", "penalty.hearing: null");

        var (_, output, _) = await RunAsync(Zone, file, "-o", "table", "--lang", "zh");

        Assert.Contains(
            "310118 应为 REFUSED: REF-PROC-RIGHTS FLG-MAJOR-CASE；实为 RECOGNISED_WITH_FLAG: FLG-MAJOR-CASE",
            output,
            StringComparison.Ordinal);
        Assert.Contains("    REF-PROC-RIGHTS: hearing.isOffered 不明", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outcome: ORIGIN", "outcome: ORIGINAL", "one of ORIGIN, RECOGNISED")]
    [InlineData("codes: [REF-OFF-COUNT]", "codes: [REF-OFF-COUN]", "'REF-OFF-COUNT'")]
    [InlineData("record: qingpu-permit", "record: qingpu-permitt", "'qingpu-permit'")]
    [InlineData("    published: 2026-08-17", "    published: 2026-02-30", "2026-02-30")]
    [InlineData("    by: 330100", "    by: Hangzhou", "arbiter")]
    [InlineData("choices: {smallestFine: 1000 yuan}", "choices: {smallestFine: 1000}", "an amount of money")]
    [InlineData("choices: {smallestFine: 1000 yuan}", "choices: {smalestFine: 1000 yuan}", "'smallestFine'")]
    [InlineData("permit.management: MANAGEMENT_REGISTRATION", "permit.management: REGISTRATION", "MANAGEMENT_KEY")]
    [InlineData("penalty.noticeServedOn: null", "penalty.noticeServdOn: 2026-01-01", "'noticeServedOn'")]
    [InlineData("penalty.officers.1: null", "penalty.officers.2: null", "a path of the record")]
    [InlineData("penalty.noticeServedOn: null", "penalty.noticeServedOn: 2026-13-01", "penalty.notice_served_on")]
    [InlineData("event: {withdrawn: {}}", "event: {withdraun: {}}", "'withdrawn'")]
    [InlineData("event: {withdrawn: {}}", "event: {permitRevoked: {}}", "what the hub would file")]
    [InlineData("fineFen: 32000000\n", "fineFen: 32000000 yuan\n", "a whole number")]
    [InlineData("isRaised: true", "isRaised: ja", "true or false")]
    [InlineData("    expect:\n      320509: {outcome: TERMINATED, codes: [TRM-BASIS-LOST]}\n", "    expect: {}\n",
        "at least one receiver")]
    public async Task A_mistake_is_told_with_its_line_and_column(string right, string wrong, string expected)
    {
        var file = Changed(right, wrong);
        var written = wrong.Trim();
        var line = Line(file, written);
        var text = (await File.ReadAllLinesAsync(file))[line - 1];
        var from = text.IndexOf(written, StringComparison.Ordinal) + 1;

        var (code, output, _) = await RunAsync(Zone, file, "-o", "json");

        Assert.Equal(ExitCode.Refused, code);
        var fault = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(one => JsonDocument.Parse(one).RootElement).First(one => one.TryGetProperty("column", out _));
        Assert.Equal(line, fault.GetProperty("line").GetInt32());
        Assert.InRange(fault.GetProperty("column").GetInt32(), from, from + written.Length);
        Assert.Contains(expected, fault.GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(fault.GetProperty("en").GetString(), fault.GetProperty("zh").GetString());
    }

    [Fact]
    public async Task A_rule_that_no_case_reaches_is_named()
    {
        var file = Changed("    expect:\n      320509: {outcome: TERMINATED, codes: [TRM-BASIS-LOST]}",
            "    asOf: 2026-07-10\n    expect:\n      320509: {outcome: RECOGNISED}");

        var (code, output, _) = await RunAsync(Zone, file, "-o", "table", "--lang", "en");

        Assert.Equal(ExitCode.Ok, code);
        Assert.EndsWith("they reach 78 of 79 rules.\nReached by no case: TRM-BASIS-LOST\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_files_end_at_once()
    {
        foreach (var hostile in (string[])
        [
            "", "[", "records: {a: {b: [1]}}\ncases: []", "records: {a: {}}\ncases: []", "records: []\ncases: {}",
            "a: &a [x]\nb: *a",
        ])
        {
            var file = Path.Combine(_folder, "hostile.yaml");
            await File.WriteAllTextAsync(file, hostile);

            var (code, output, _) = await RunAsync(Zone, file, "-o", "json");

            Assert.Equal(ExitCode.Refused, code);
            Assert.Contains("\"line\":", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error_of_usage()
    {
        var (code, _, errors) = await RunAsync(Zone, Path.Combine(_folder, "nothing.yaml"), "--lang", "zh");

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("无法读取", errors, StringComparison.Ordinal);
    }

    private static int Line(string file, string text)
    {
        var all = File.ReadAllText(file);
        return all[..all.IndexOf(text, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter();
        var code = await Root.RunAsync(["rules", "test", .. arguments], output, errors, _ => [], value => $"{value}");
        return (code, output.ToString(), errors.ToString());
    }

    private string Changed(string right, string wrong)
    {
        var good = File.ReadAllText(Cases);
        var at = good.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, right);
        var changed = good[..at] + wrong + good[(at + right.Length)..];
        var file = Path.Combine(_folder, "changed.cases.yaml");
        File.WriteAllText(file, changed);
        return file;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
