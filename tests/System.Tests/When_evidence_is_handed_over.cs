using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests;

/// <summary>
/// S01 from the sealed bag to the decision, through real processes. The joint team seals and hands over, the bureau of Wujiang
/// signs for it, reviews, files and decides; a package that lies too long is seen, and a link that does not follow breaks the
/// chain for everybody.
/// </summary>
public sealed class When_evidence_is_handed_over(RunningZone zone) : IClassFixture<RunningZone>
{
    private const string Package = "evidence/320509/EP-320509-20260512-001";
    private const string Fine = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号";

    private static readonly JsonObject Jiaxing = Organ("嘉兴市生态环境局", "11330400MAHUBJX15F", "330400");
    private static readonly JsonObject Suzhou = Organ("苏州市生态环境局", "11320500MAHUBWJ11X", "320500");
    private static readonly JsonObject Qingpu = Organ("上海市青浦区生态环境局", "11310118MAHUBQP13X", "310118");

    private string _folder = "";
    private string _record = "";
    private string _hash = "";
    private JsonObject _receiver = [];

    [Fact]
    public async Task It_goes_from_hand_to_hand_and_every_stage_has_its_day()
    {
        _folder = Directory.CreateTempSubdirectory("xhub-s01-").FullName;
        try
        {
            await SealAndPublishAsync();
            Assert.Equal("ACKNOWLEDGEMENT", await NextAsync("2026-05-14"));
            Assert.Contains("[exit 10]", await zone.RunAsync(
                "handover", "list", "--overdue", "--receiver", "320509", "--on", "2026-06-15"), StringComparison.Ordinal);

            await HandOverAsync();
            await ReportAsync("320509", "2026-05-14", Suzhou, "evidenceReviewed", new JsonObject
            {
                ["result"] = "RESULT_ADMITTED", ["reviewerCertificate"] = "10050912045",
            });
            Assert.Equal("FILING", await NextAsync("2026-05-14"));
            await ReportAsync("320509", "2026-05-14", Suzhou, "handOverAnswered", new JsonObject
            {
                ["answer"] = "ANSWER_FILED", ["caseNumber"] = "WJ-2026-112",
            });
            await ReportAsync("310118", "2026-05-20", Qingpu, "evidenceCited", new JsonObject
            {
                ["caseNumber"] = "QP-2026-031", ["purpose"] = "下游来水超标原因", ["officerCertificate"] = "09180012026",
            });
            await DecideAsync();

            var trace = await TraceAsync();
            Assert.Equal(
                ["COLLECTED", "SEALED", "HANDED_OVER", "RECEIVED"],
                trace["custody"]!.AsArray().Select(link => (string)link!["act"]!));
            Assert.Null(trace["isBroken"]);
            Assert.Equal((string)_receiver["name"]!, (string)trace["holder"]!);
            Assert.Equal("QP-2026-031", (string)Assert.Single(trace["invocations"]!.AsArray())!["caseNumber"]!);
            var citation = Assert.Single(trace["citations"]!.AsArray())!;
            Assert.Equal((Fine, true), ((string)citation["dossier"]!, (bool)citation["isIncoming"]!));
            var done = await ListAsync("2026-07-15");
            Assert.Equal(
                ["STAGE_NOTICE", "STAGE_ACKNOWLEDGEMENT", "STAGE_REVIEW", "STAGE_FILING", "STAGE_OUTCOME"],
                done["terms"]!.AsArray().Select(term => (string)term!["stage"]!));
            Assert.Equal(
                ["2026-05-13", "2026-05-14", "2026-05-20", "2026-05-27", "2026-07-21"],
                done["terms"]!.AsArray().Select(term => (string)term!["dueOn"]!));
            Assert.Equal("2026-07-16", (string)done["terms"]!.AsArray()[^1]!["doneOn"]!);

            await BreakAsync();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static JsonObject Organ(string name, string code, string division) =>
        new() { ["name"] = name, ["creditCode"] = code, ["division"] = division };

    private async Task SealAndPublishAsync()
    {
        var record = PackageFolder.RecordOf("s01", 0);
        PackageFolder.Write(Path.Combine(_folder, "source"), record);
        var made = Path.Combine(_folder, "record.json");
        var packed = await zone.RunAsync(
            "evidence", "pack", Path.Combine(_folder, "source"), "--out", Path.Combine(_folder, "bag.tar"), "--agreement",
            "agr:yrd-demo-2020/v3", "--sealed-at", "2026-05-12T17:00:00+08:00", "--record", made);
        Assert.DoesNotContain("[exit", packed, StringComparison.Ordinal);
        var sealedRecord = JsonNode.Parse(await File.ReadAllTextAsync(made))!["record"]!;
        _hash = Convert.ToBase64String(RecordContent.DigestOf(JsonParser.Default.Parse<Record>(sealedRecord.ToJsonString()))
            .ToBytes().AsSpan());
        (_record, _receiver) = ((string)record["recordId"]!, (JsonObject)sealedRecord["evidence"]!["receivingUnit"]!);
        await PublishAsync("330421", new JsonObject { ["record"] = sealedRecord.DeepClone() });
    }

    private async Task HandOverAsync()
    {
        var given = await LinkAsync("ACT_HANDED_OVER", "2026-05-12T18:05:00+08:00");
        await ReportAsync("330421", "2026-05-12", Jiaxing, "custodyContinued", given);
        Assert.Equal((string)_receiver["name"]!, (string)(await TraceAsync())["givenTo"]!);
        var taken = await LinkAsync("ACT_RECEIVED", "2026-05-13T09:30:00+08:00");
        await ReportAsync("320509", "2026-05-13", Suzhou, "custodyContinued", taken);
        Assert.Equal("REVIEW", await NextAsync("2026-05-13"));
    }

    private async Task DecideAsync()
    {
        var record = PackageFolder.RecordOf("s01", 2);
        record["penalty"]!["evidenceRefs"] = new JsonArray(new JsonObject
        {
            ["recordId"] = _record, ["hash"] = _hash,
        });
        await PublishAsync("320509", new JsonObject { ["record"] = record.DeepClone() });
        await ReportAsync("320509", "2026-07-16", Suzhou, "handOverAnswered", new JsonObject
        {
            ["answer"] = "ANSWER_OUTCOME_DISCLOSED", ["caseNumber"] = "WJ-2026-112",
        });
    }

    // A link that names another one before it.
    private async Task BreakAsync()
    {
        var link = await LinkAsync("ACT_ACCESSED", "2026-07-20T09:00:00+08:00");
        link["link"]!["previousEventHash"] = Convert.ToBase64String(new byte[32]);
        link["link"]!["from"] = new JsonObject { ["unit"] = _receiver.DeepClone() };
        await ReportAsync("320509", "2026-07-20", Suzhou, "custodyContinued", link);

        Assert.True((bool)(await TraceAsync())["isBroken"]!);
        var explained = await zone.RunAsync("explain", Package, "--for", "310118", "--lang", "zh", "-o", "table");
        Assert.Contains("REF-CUST-BREAK", explained, StringComparison.Ordinal);
    }

    private async Task<JsonObject> LinkAsync(string act, string at)
    {
        var trace = await TraceAsync();
        var last = trace["custody"]!.AsArray()[^1]!;
        var digest = Convert.ToBase64String(Convert.FromHexString(((string)trace["tagManifest"]!)["sha256:".Length..]));
        return new JsonObject
        {
            ["link"] = new JsonObject
            {
                ["sequence"] = (int)last["sequence"]! + 1,
                ["act"] = act,
                ["at"] = at,
                ["from"] = new JsonObject { ["unit"] = Jiaxing.DeepClone(), ["certificateNumber"] = "11042100123" },
                ["to"] = new JsonObject { ["unit"] = _receiver.DeepClone(), ["certificateNumber"] = "10050912045" },
                ["medium"] = "MEDIUM_NETWORK",
                ["hashBefore"] = digest,
                ["hashAfter"] = digest,
                ["previousEventHash"] = (string)last["hash"]!,
            },
            ["tagManifestSha256"] = digest,
        };
    }

    private Task ReportAsync(string division, string on, JsonObject organ, string what, JsonObject content) => PublishAsync(
        division, new JsonObject
        {
            ["event"] = new JsonObject
            {
                ["dossier"] = Package,
                ["event"] = new JsonObject
                {
                    ["recordId"] = _record, ["occurredOn"] = on, ["reportedFor"] = organ.DeepClone(), [what] = content,
                },
            },
        });

    private async Task PublishAsync(string division, JsonObject submission)
    {
        var file = Path.Combine(_folder, "submission.json");
        await File.WriteAllTextAsync(file, submission.ToJsonString());
        var told = await zone.RunAsync("publish", file, "--wait", "--node", zone.AddressOf(division), "-o", "table");
        Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
    }

    private async Task<JsonNode> TraceAsync()
    {
        var told = await zone.RunAsync("evidence", "trace", Package, "-o", "json");
        return JsonNode.Parse(told.Split('\n')[0])!;
    }

    private async Task<JsonNode> ListAsync(string on)
    {
        var told = await zone.RunAsync("handover", "list", "--receiver", "320509", "--on", on, "-o", "json");
        return JsonNode.Parse(told.Split('\n').Single(line => line.Contains(Package, StringComparison.Ordinal)))!;
    }

    private async Task<string> NextAsync(string on) => ((string)(await ListAsync(on))["terms"]!.AsArray()
        .First(term => term!["doneOn"] is null)!["stage"]!)["STAGE_".Length..];
}
