using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.SystemTests;

/// <summary>An officer checks an amount, and a reviewer checks the officer, without any server.</summary>
public sealed class DiscretionCommandTests : IDisposable
{
    private const string Earlier = "urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8";

    private static readonly string Sample = Path.GetFullPath(
        Path.Combine(Here(), "..", "..", "deploy", "samples", "discretion", "yrd-2024.yaml"));

    private static readonly string[] Worked =
    [
        "--article", "水污染防治法/2017/83", "--factor", "excess=3.6", "--factor", "volume=240", "--factor", "water=drinking",
        "--factor", "complaint=complaints", "--factor", "correction=prompt",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-discretion-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recognised_penalty_makes_the_difference()
    {
        var (code, output, _) = await RunAsync(
            ["discretion", "calculate", Sample, .. Worked, "--factor", $"repeat=second@{Earlier}", "-o", "json"]);

        var said = JsonNode.Parse(output)!;
        var repeat = said["factors"]!.AsArray().Single(factor => (string?)factor!["factorId"] == "repeat")!;
        Assert.Equal((ExitCode.Ok, 65_000_000L), (code, (long)said["resultFen"]!));
        Assert.Equal(("second", 1_000, Earlier),
            ((string?)repeat["levelId"], (int)repeat["weightBasisPoints"]!, (string?)repeat["recordIds"]![0]));

        (code, output, _) = await RunAsync(["discretion", "calculate", Sample, .. Worked, "--lang", "zh", "-o", "table"]);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("裁量结果：罚款550,000元。", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_what_is_said()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Here(), "..", "..", "docs", "discretion.md"));

        var (_, output, _) = await RunAsync(
            [
                "discretion", "calculate", Sample, .. Worked, "--factor", $"repeat=second@{Earlier}", "--fine", "320000",
                "--lang", "zh", "-o", "table",
            ]);

        Assert.Contains($"```text\n{output.ReplaceLineEndings("\n")}```\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("320000", ExitCode.Refused, "-41.82%")]
    [InlineData("600000", ExitCode.Ok, "+9.09%")]
    public async Task A_fine_that_deviates_is_an_exit_code(string fine, int expected, string percent)
    {
        var (code, output, _) = await RunAsync(
            ["discretion", "calculate", Sample, .. Worked, "--fine", fine, "--lang", "en", "-o", "table"]);

        Assert.Equal((expected, true), (code, output.Contains($"deviation {percent}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--factor", "exces=3-5x", "perhaps 'excess'")]
    [InlineData("--factor", "repeat", "factor=level")]
    [InlineData("--factor", "repeat=second@17", "a record id")]
    [InlineData("--modifier", "public-apology=half", "a share such as 40%")]
    [InlineData("--modifier", "public-apology=20%", "30% to 50%")]
    [InlineData("--fine", "32万", "an amount in yuan")]
    public async Task What_cannot_be_read_is_an_error_of_usage(string option, string written, string expected)
    {
        var (code, output, errors) = await RunAsync(
            ["discretion", "calculate", Sample, .. Worked, option, written, "--lang", "en"]);

        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_of_the_table_is_named_with_its_line_and_nothing_is_calculated()
    {
        var broken = Path.Combine(_folder, "broken.yaml");
        var text = await File.ReadAllTextAsync(Sample);
        await File.WriteAllTextAsync(broken, text.Replace("least: 30%", "least: 60%", StringComparison.Ordinal));
        var line = text[..text.IndexOf("most: 50%", StringComparison.Ordinal)].Count(character => character == '\n') + 1;

        var (code, output, _) = await RunAsync(["discretion", "lint", Sample, broken, "--lang", "zh", "-o", "table"]);
        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains($"{Sample}：yrd-2024 2024-06-15，16 个条款，没有错误", output, StringComparison.Ordinal);
        Assert.Contains($"{broken}({line},11): Contradiction", output, StringComparison.Ordinal);

        (code, output, var errors) = await RunAsync(
            ["discretion", "calculate", broken, .. Worked, "--lang", "en", "-o", "table"]);
        Assert.Equal(ExitCode.Refused, code);
        Assert.DoesNotContain("Fine:", output, StringComparison.Ordinal);
        Assert.Contains("The table has mistakes", errors, StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Root.RunAsync(arguments, output, errors, _ => [], value => $"{value}");
        return (code, output.ToString(), errors.ToString());
    }
}
