using System.Text.RegularExpressions;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using VerifyXunit;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Every code of the catalogue is reached: by a rule of the zone, with a case that expects it, all of which are played by
/// <see cref="RuleCasesCommandTests"/>, or where no rule is asked, by what is done here. A code that nothing judges, or nothing
/// tests, fails.
/// </summary>
public sealed partial class ReasonsReachedTests
{
    private static readonly NodeVoice Qingpu = new("310118");
    private static readonly NodeVoice Wujiang = new("320509");
    private static readonly NodeVoice Stranger = new("330421");

    // Network and statements are those of one zone; the gate is the door of the hub.
    private static readonly Network Zone =
        NetworkFile.Parse(DemoNetwork.Json([Qingpu, Wujiang]), new RuleSetFolder(Path.GetTempPath()).Read);
    private static readonly StatementGate Gate = new(Zone, new StatementReader(), TimeProvider.System);

    private static readonly Dictionary<string, (string Where, Func<IEnumerable<string>> Reach)> Doors = new()
    {
        ["REF-INT-SCHEMA"] = ("door: shape", () => Refused(record => record.Penalty.FiledOn = "")),
        ["REF-INT-HASH"] = ("door: shape", () => Refused(record => record.ContentHash = ByteString.CopyFrom(new byte[32]))),
        ["REF-INT-BAG"] = ("door: shape", () => Codes(Wujiang.Say(Bag(), Samples.PublishedAt))),
        ["REF-ID-INVALID"] = ("door: shape", () => Refused(record => record.Subjects[0].CreditCode = "91320509MAHUB0013E")),
        ["REF-PRIV-RAW"] = ("door: shape", () => Refused(record => record.Penalty.Remark = "当事人身份证号320509190002020021")),
        ["REF-SECRET"] = ("door: shape", () => Codes(Wujiang.Say(Secret(), Samples.PublishedAt))),
        ["REF-SIG-KEY"] = ("door: signature", () => Codes(Stranger.Say(Samples.Penalty(), Samples.PublishedAt))),
        ["REF-SIG-INVALID"] = ("door: signature", () => Codes(Altered())),
        ["DUP-IDEMPOTENT"] = ("filing", () => Filed(isRepeated: true)),
        ["HOLD-ORDER"] = ("filing", () => Filed(isRepeated: false)),
        ["FLG-STALE"] = ("answer", Stale),
    };

    public static TheoryData<string> EveryCode => [.. ReasonCatalogue.All.Select(reason => reason.Code.ToString())];

    [Theory]
    [MemberData(nameof(EveryCode))]
    public void A_code_is_judged_somewhere_and_reached(string code)
    {
        if (Doors.TryGetValue(code, out var door))
        {
            Assert.Contains(code, door.Reach());
            Assert.DoesNotContain(Zone.Agreement.RuleSets, rules => rules.Codes.Contains(code));
            return;
        }

        Assert.All(Zone.Agreement.RuleSets, rules => Assert.Contains(code, rules.Codes));
        Assert.All(Zone.Agreement.RuleSets, rules => Assert.NotEmpty(CasesOf(rules, code)));
    }

    [Fact]
    public async Task What_judges_each_code_is_written_down() => await Verifier
        .Verify(string.Join('\n', ReasonCatalogue.All.Select(reason => $"{reason.Code}  {JudgedBy(reason.Code.ToString())}")))
        .UseDirectory("../approved").UseFileName("reached");

    private static string JudgedBy(string code) => Doors.TryGetValue(code, out var door) ? door.Where : string.Join("; ",
        Zone.Agreement.RuleSets.AsEnumerable().Select(rules => $"v{rules.Number}: {CasesOf(rules, code).First()}"));

    private static IEnumerable<string> CasesOf(RuleSet rules, string code)
    {
        var name = "";
        var file = Path.Combine(RunningZone.Samples, "rules", $"yrd-demo-2020-v{rules.Number}.cases.yaml");
        foreach (var line in File.ReadLines(file))
        {
            name = Case().Match(line) is { Success: true } begun ? begun.Groups[1].Value : name;
            if (Expected().IsMatch(line) && Regex.IsMatch(line, $"\\b{code}\\b"))
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<string> Refused(Action<Record> spoil)
    {
        var record = Samples.Penalty();
        spoil(record);
        return Codes(Wujiang.Say(record, Samples.PublishedAt));
    }

    private static IEnumerable<string> Codes(ExchangeHub.Protos.Record.V1.Envelope envelope) =>
        (Gate.Admit(WireRecords.From(envelope)).Failure?.Violations ?? []).Select(violation => violation.Reason.ToString());

    private static Record Bag()
    {
        var record = Packages.Of("EP-310118-20260420-201");
        record.Evidence.Bag.SizeBytes = 1;
        return record;
    }

    private static Record Secret()
    {
        var record = Packages.Of("EP-310118-20260420-202");
        record.Evidence.Items[0].Restriction = EvidenceItem.Types.Restriction.StateSecret;
        return record;
    }

    private static ExchangeHub.Protos.Record.V1.Envelope Altered()
    {
        var envelope = Wujiang.Say(Samples.Penalty(), Samples.PublishedAt);
        envelope.Payload = ByteString.CopyFrom([.. envelope.Payload, 0]);
        return envelope;
    }

    private static IEnumerable<string> Filed(bool isRepeated)
    {
        var record = Gate.Admit(WireRecords.From(Wujiang.Say(Samples.Penalty(), Samples.PublishedAt))).Statement!;
        var facts = DossierFacts.Empty with { Statements = isRepeated ? [new FiledStatement(record, Samples.PublishedAt)] : [] };
        var said = isRepeated ? record
            : record with { Body = new StatementBody.LifeCycleEvent(new DateOnly(2026, 7, 17), new LifeCycleFact.Withdrawn()) };
        return [WireDispositions.Reason(Dossier.Receive(facts, said).Disposition) ?? ""];
    }

    private static IEnumerable<string> Stale()
    {
        var record = Gate.Admit(WireRecords.From(Wujiang.Say(Samples.Penalty(), Samples.PublishedAt))).Statement!;
        var facts = DossierFacts.Empty with { Statements = [new FiledStatement(record, Samples.PublishedAt)] };
        var silent = Zone with { Silences = [new Silence(record.Node, Samples.PublishedAt, Samples.PublishedAt.AddDays(4))] };
        var explained = Explanation.Of(silent, record.Dossier, facts, Jurisdiction.Parse("330421"), validOn: null);
        return explained.Assessment.Findings.Select(finding => finding.Code.ToString());
    }

    [GeneratedRegex("^  - name: (.+)$")]
    private static partial Regex Case();

    [GeneratedRegex("outcome:")]
    private static partial Regex Expected();
}
