using System.Text.Json.Nodes;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Cli.Output;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.SystemTests;

/// <summary>Whoever writes the sender of a district asks what a record holds, without any server.</summary>
public sealed class SchemaCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-schema-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_names_what_can_be_published_and_each_field_in_both_languages()
    {
        var (code, output, _) = await RunAsync("schema", "ls", "-o", "json", "--lang", "zh");
        var types = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains(types, type => ((string?)type["name"], (string?)type["words"]) == ("penalty", "行政处罚"));
        Assert.Equal(["record", "event", "case_act"], types.Select(type => (string?)type["sort"]).Distinct());

        (code, output, _) = await RunAsync("schema", "show", "penalty", "-o", "json", "--lang", "en");
        var fields = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .ToDictionary(field => (string)field["path"]!);
        Assert.Equal(ExitCode.Ok, code);
        var certificate = fields["record.penalty.officers[].certificate_number"];
        Assert.Equal("required", (string?)certificate["need"]);
        Assert.Contains("11 digits", (string?)certificate["expected"], StringComparison.Ordinal);
        Assert.Equal("filledIn", (string?)fields["record.content_hash"]["need"]);
        Assert.DoesNotContain(fields.Keys, path => path.StartsWith("record.permit", StringComparison.Ordinal));

        (_, output, _) = await RunAsync("schema", "show", "join", "-o", "table", "--lang", "zh");
        Assert.Matches("case_act\\.join\\.party +│ 增加的参与方 +│ 必填", output);
    }

    [Fact]
    public async Task A_type_that_does_not_exist_and_a_faulty_file_are_named()
    {
        var (code, _, errors) = await RunAsync("schema", "show", "penalti", "--lang", "en");
        Assert.Equal(ExitCode.NotFound, code);
        Assert.Contains("There is no type 'penalti'. xhub schema ls lists them.", errors, StringComparison.Ordinal);

        var file = Path.Combine(_folder, "one.json");
        await File.WriteAllTextAsync(file, """{"record":{"penalty":{}}}""");
        (code, var output, errors) = await RunAsync("schema", "validate", file, "-o", "table", "--lang", "en");
        Assert.Equal((ExitCode.Usage, "1  record.subjects  Missing."), (code, output.Trim()));
        Assert.Contains("1 faults; nothing was published.", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var missing = new FieldViolation("record.subjects", new Wording("未填。", "Missing."), new ReasonCode("REF-INT-SCHEMA"));
        var code = await Root.RunAsync(arguments, output, errors, _ => [missing], value => $"{value}");
        return (code, output.ToString(), errors.ToString());
    }
}
