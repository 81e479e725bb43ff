using System.Text.Json;
using ExchangeHub.Adapters.Tests.Grpc;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>The scenarios that are played for visitors end as their tables say only if their records have no fault that nobody
/// meant.</summary>
public sealed class When_scenarios_are_asked
{
    // Service follows as an event of its own, and the seals are not said.
    private static readonly string[] Open = ["REF-PROC-SERVICE", "REF-SIG-SEAL", "REF-LAW-REPEALED", "REF-LAW-RANGE"];

    public static TheoryData<string> Scenarios =>
        [.. new DirectoryInfo(RepositoryFiles.PathOf("deploy/samples")).GetFiles("s*.json").Select(file => file.Name)
            .Except(AboutFaults).Order()];

    // What is wrong with a record is what these are about.
    private static string[] AboutFaults => ["s08.json", "s09.json"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void No_record_of_a_scenario_has_a_fault_of_its_own(string file)
    {
        using var scenario = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.PathOf($"deploy/samples/{file}")));
        var records = Records(scenario.RootElement).ToList();
        Assert.NotEmpty(records);
        Assert.All(records, record =>
        {
            var seen = Asking.Look(record);
            Assert.Empty(
                from rule in Asking.Zone.For(Dossiers.KindOf(record)!.Value)
                where rule.Code.Effect == ReasonEffect.Refuse && !Open.Contains(rule.Code.ToString())
                where rule.When is not null && rule.Holds(seen) is not false
                select rule.Code.ToString());
        });
    }

    // As version 1, because nobody files the versions before; without the hash, which is computed again.
    private static IEnumerable<Record> Records(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("legalIssuer", out _))
        {
            var record = JsonParser.Default.Parse<Record>(element.GetRawText());
            (record.Version, record.PreviousVersionHash, record.ContentHash) = (1, ByteString.Empty, ByteString.Empty);
            return [record];
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Records(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Records),
            _ => [],
        };
    }
}
