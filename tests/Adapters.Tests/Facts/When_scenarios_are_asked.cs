using System.Text.Json;
using ExchangeHub.Adapters.Tests.Grpc;
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
        [.. new DirectoryInfo(RepositoryFiles.PathOf("deploy/samples")).GetFiles("s*.json").Select(file => file.Name).Order()];

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
            var kind = record.BodyCase.ToString().ToLowerInvariant();
            Assert.Empty(
                from condition in CatalogueConditions.All
                let reason = ReasonCatalogue.Of(new ReasonCode(condition.Key))
                where reason.Code.Effect == ReasonEffect.Refuse && reason.Concerns(kind) && !Open.Contains(condition.Key)
                where Asking.Test(condition.Value.When, seen, ZoneSchema.All) is not false
                select condition.Key);
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
