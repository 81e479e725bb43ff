using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Puts an assessment into one reasoned sentence, as an officer would write it into a file.</summary>
/// <param name="network">Parties and rules.</param>
/// <param name="dossier">The dossier.</param>
/// <param name="current">The version that was judged, or null.</param>
/// <param name="receiver">The receiver.</param>
/// <param name="validOn">The civil day asked about, or null.</param>
internal sealed class Sentence(Network network, DossierId dossier, Statement? current, Jurisdiction receiver, DateOnly? validOn)
{
    private static readonly Wording NotClean = new(
        "尚不知悉不等于没有不利记录，不得据此认定当事人没有违法或者失信行为",
        "that is not the same as a clean record, and no conclusion in favour of the party may be drawn from it");

    /// <summary>Writes the sentence.</summary>
    public Wording Of(Assessment assessment, ImmutableArray<Ground> grounds, string ruleSet)
    {
        var asOf = validOn is { } day
            ? new Wording($"截至{Chinese(day)}，", $"As of {English(day)}, ")
            : new Wording("", "");
        var said = Said(assessment, Because([.. grounds.Where(ground => ground.IsDecisive)]));
        var items = Items(assessment);
        var rules = ruleSet.Length == 0
            ? new Wording("", "")
            : new Wording($"；适用规则集 {ruleSet}", $". Rule set applied: {ruleSet}");
        var remade = assessment.Outcome == Outcome.NotKnown ? new Wording("", "") : Remade();
        return new Wording(
            $"{asOf.Chinese}{said.Chinese}{items.Chinese}{rules.Chinese}。{remade.Chinese}",
            $"{Capital(asOf.English + said.English)}{items.English}{rules.English}.{remade.English}");
    }

    /// <summary>Writes the sentence for whoever may not see the record.</summary>
    public Wording Withholding(Assessment assessment, ImmutableArray<Ground> grounds, string ruleSet)
    {
        var said = Of(assessment, grounds, ruleSet);
        return new Wording(
            $"{said.Chinese}该记录的内容依法不向该地区提供。",
            $"{said.English} By law its content is not given to this receiver.");
    }

    private Wording Said(Assessment assessment, Wording because)
    {
        var (record, who) = (Record(), Receiver());
        var (on, since) = (Chinese(assessment.EffectiveOn), English(assessment.EffectiveOn));
        return assessment.Outcome switch
        {
            Outcome.Recognised => new(
                $"{who.Chinese}对{record.Chinese}自{on}起予以认可", $"{who.English} has recognised {record.English} since {since}"),
            Outcome.RecognisedWithFlag => new(
                $"{who.Chinese}对{record.Chinese}自{on}起予以认可，并附提示：{because.Chinese}",
                $"{who.English} has recognised {record.English}, with a remark since {since}: {because.English}"),
            Outcome.Pending => new(
                $"{who.Chinese}对{record.Chinese}自{on}起暂不作出认可结论，{Lacks(assessment.Awaiting, because).Chinese}",
                $"{who.English} has not decided on {record.English}, pending since {since}: "
                + Lacks(assessment.Awaiting, because).English),
            Outcome.Suspended => new(
                $"{who.Chinese}对{record.Chinese}自{on}起中止认可，理由：{because.Chinese}",
                $"{who.English} has suspended the recognition of {record.English} since {since}: {because.English}"),
            Outcome.Refused => new(
                $"{who.Chinese}对{record.Chinese}自{on}起不予认可，理由：{because.Chinese}",
                $"{who.English} has refused to recognise {record.English} since {since}: {because.English}"),
            Outcome.Terminated => new(
                $"{who.Chinese}对{record.Chinese}自{on}起终止认可，理由：{because.Chinese}",
                $"{who.English} has ended the recognition of {record.English}, with effect from {since}: {because.English}"),
            Outcome.NotApplicable => new(
                $"{record.Chinese}在{who.Chinese}不属互认协议适用范围，理由：{because.Chinese}",
                $"{record.English} is outside the agreement as regards {who.English}: {because.English}"),
            Outcome.Origin => new(
                $"{record.Chinese}系{who.Chinese}自行作出，无须认可" + (because.Chinese.Length == 0 ? "" : $"；现有下列情形：{because.Chinese}"),
                $"{record.English} is {who.English}'s own and needs no recognition"
                + (because.English.Length == 0 ? "" : $"; it is subject to the following: {because.English}")),
            _ => Unknown(record, because),
        };
    }

    // Three ways of not knowing: nothing came, only what follows came, or the act was not done yet.
    private Wording Unknown(Wording record, Wording because) => (current, because.Chinese.Length) switch
    {
        (not null, _) when DecidedBy(validOn) => new(
            $"{record.Chinese}当日尚未生效，对其无可认定",
            $"{record.English} had been made, but was not in force yet on that day"),
        (not null, _) => new(
            $"{record.Chinese}尚未作出，当日对其无可认定；{NotClean.Chinese}",
            $"{record.English} had not been made yet, and nothing is known of that day; {NotClean.English}"),
        (_, 0) => new(
            $"枢纽尚不知悉{record.Chinese}；{NotClean.Chinese}", $"the hub knows nothing of {record.English}; {NotClean.English}"),
        _ => new(
            $"枢纽尚未收到{record.Chinese}，仅收到其后续报送，先予留置：{because.Chinese}；{NotClean.Chinese}",
            $"the hub has not received {record.English}, but only something that came after it, which is held: "
            + $"{because.English}; {NotClean.English}"),
    };

    private bool DecidedBy(DateOnly? day) =>
        current?.Body is StatementBody.RecordVersion record && record.Details.DecidedOn <= day;

    private static Wording Lacks(Awaiting awaiting, Wording because)
    {
        var lacking = awaiting switch
        {
            Awaiting.EvidenceReview => new Wording("待接收机关审核证据", "the receiving authority has to review the evidence"),
            Awaiting.EarlierStatement => new("待变更后的决定报送到达", "the decision as changed has not arrived"),
            Awaiting.ItemJudgement => new("决定已部分撤销，待逐项认定", "it was revoked in part and has to be judged item by item"),
            Awaiting.Service => new("待送达证明", "proof of service is missing"),
            Awaiting.Officer => new("待接收机关工作人员核实认定", "an officer of the receiving authority has to decide"),
            _ => new("", ""),
        };
        var (chinese, english) = because.Chinese.Length == 0 ? ("", "") : ($"理由：{because.Chinese}", because.English);
        return new Wording(
            string.Join('，', new[] { lacking.Chinese, chinese }.Where(part => part.Length > 0)),
            string.Join("; ", new[] { lacking.English, english }.Where(part => part.Length > 0)));
    }

    // One after the other, as they are numbered in the list of evidence.
    private static Wording Items(Assessment assessment)
    {
        var (where, whereElse) = assessment.Outcome == Outcome.Origin ? ("在接收地", " by others") : ("", "");
        var each = assessment.Items.Select(item => (item.Number, Because: Because(
        [
            .. item.Findings.Select(finding => new Ground(finding, ReasonCatalogue.Of(finding.Code), IsDecisive: true)),
        ]))).ToArray();
        return new Wording(
            string.Concat(each.Select(item => $"；其中证据材料 {item.Number} {where}不予认可，理由：{item.Because.Chinese}")),
            string.Concat(each.Select(item =>
                $"; item {item.Number} of it is not recognised{whereElse}: {item.Because.English}")));
    }

    private static Wording Because(IReadOnlyList<Ground> grounds) => new(
        string.Join("；", grounds.Select(ground =>
        {
            var basis = Citation.Of(ground.Reason.LegalBasis).Chinese;
            return $"{ground.Reason.Title.Chinese}（{ground.Finding.Code}，自{Chinese(ground.Finding.SinceOn)}起"
                + (basis.Length == 0 ? "）" : $"，依据：{basis}）");
        })),
        string.Join("; ", grounds.Select(ground =>
        {
            var basis = Citation.Of(ground.Reason.LegalBasis).English;
            return $"{ground.Reason.Title.English} ({ground.Finding.Code}, since {English(ground.Finding.SinceOn)}"
                + (basis.Length == 0 ? ")" : $"; {basis})");
        })));

    // The bar of a decision that says the same again cannot be judged by machine: facts and reasons are prose.
    private Wording Remade() => current?.Body is StatementBody.RecordVersion record
        && dossier.Kind == RecordKind.Penalty && record.Links.Any(link => link.Relation == LinkRelation.Replaces)
        ? new Wording(
            $"该决定系重新作出，是否以同一事实和理由作出，须由工作人员核对（{Citation.Of("复议法64；诉讼法71").Chinese}）。",
            " It takes the place of an earlier decision; whether it repeats the same facts and reasons has to be checked by an "
            + $"officer ({Citation.Of("复议法64；诉讼法71").English}).")
        : new Wording("", "");

    private Wording Receiver()
    {
        var name = network.Parties.GetValueOrDefault(receiver)?.Name ?? Divisions.Find(receiver)?.Name;
        return name is null
            ? new Wording($"行政区划代码为{receiver}的地区", $"the division {receiver}")
            : new Wording($"{name.Chinese}（{receiver}）", $"{name.English} ({receiver})");
    }

    private Wording Record()
    {
        var key = dossier.BusinessKey;
        var issuer = current?.Issuer is { Name.Length: > 0 } organ
            ? new Wording($"{organ.Name}（{organ.CreditCode}）", $"{organ.Name} ({organ.CreditCode})")
            : dossier.Issuer is { } code ? new Wording($"统一社会信用代码为{code}的机关", $"the organ {code}") : null;
        var of = issuer is null ? "" : $" of {issuer.English}";
        var printed = (current?.Body as StatementBody.RecordVersion)?.Caption.DocumentNumber is { Length: > 0 } number
            ? number
            : key[^1];
        var (chinese, english) = dossier.Kind switch
        {
            RecordKind.Penalty => ($"作出的行政处罚决定（{printed}）", $"the penalty decision {printed}{of}"),
            RecordKind.Evidence => ($"报送的证据包（{key[1]}）", $"the evidence package {key[1]}{of}"),
            RecordKind.Permit => ($"核发的行政许可（编号{key[0]}，第{key[1]}版）", $"the permit {key[0]} (version {key[1]}){of}"),
            RecordKind.NoPenalty => ($"作出的不予行政处罚决定（{printed}）", $"the decision {printed}{of} not to penalise"),
            RecordKind.PositiveList => ($"作出的列入监督执法正面清单决定（{key[2]}）", $"the entry of {key[2]} in the positive list{of}"),
            _ => ($"作出的列入严重失信主体名单决定（{printed}，名单{key[0]}）", $"the decision {printed}{of} to enter a party in the list {key[0]}"),
        };
        return new Wording(issuer is null ? $"有关机关{chinese}" : issuer.Chinese + chinese, english);
    }

    private static string Chinese(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    private static string English(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
