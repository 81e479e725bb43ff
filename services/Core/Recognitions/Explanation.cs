using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Puts an assessment into words that can be printed and argued with. Pure.</summary>
public static class Explanation
{
    /// <summary>Says in one sentence what a receiver makes of a record, since when and why.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="assessment">What the receiver makes of it.</param>
    /// <param name="ruleSet">The rule set that was applied; empty when none was.</param>
    /// <returns>The sentence, in Chinese and in English.</returns>
    public static Wording Sentence(DossierId dossier, DossierFacts facts, Jurisdiction receiver, Assessment assessment, string ruleSet)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(assessment);
        var kind = KindOf(dossier.Kind);
        var (record, receivers) = (Name(dossier, facts), NameOf(receiver));
        var since = assessment.EffectiveOn == default ? "" : CivilDates.Format(assessment.EffectiveOn);
        var grounds = Decisive(assessment);
        var rules = ruleSet.Length == 0 ? new Wording("", "") : new Wording($"适用规则集 {ruleSet}。", $" Rule set applied: {ruleSet}.");
        return assessment.Outcome switch
        {
            Outcome.NotKnown => new Wording(
                $"截至所询时间，枢纽尚不知悉{kind.Chinese}“{record.Chinese}”；尚不知悉不等于不存在不利记录。",
                $"At the time asked about the hub did not know of {kind.English} '{record.English}'; that is not the same as a clean record."),
            Outcome.Origin => new Wording(
                $"{kind.Chinese}“{record.Chinese}”由{receivers.Chinese}（{receiver}）作出，不适用互认。",
                $"{kind.English} '{record.English}' was made by {receivers.English} ({receiver}) itself; recognition does not arise."),
            _ => new Wording(
                $"{receivers.Chinese}（{receiver}）对{kind.Chinese}“{record.Chinese}”自 {since} 起{OutcomeOf(assessment.Outcome).Chinese}{grounds.Chinese}。{rules.Chinese}",
                $"{receivers.English} ({receiver}) {OutcomeOf(assessment.Outcome).English} {kind.English} '{record.English}' from {since}{grounds.English}.{rules.English}"),
        };
    }

    /// <summary>Lists what recognition gives a receiver. Source: domain reference "Effects matrix".</summary>
    /// <param name="kind">The kind of record.</param>
    /// <param name="outcome">What the receiver makes of it.</param>
    /// <returns>Stable codes in a fixed order; empty when the record does not count.</returns>
    public static ImmutableArray<string> EffectsOf(RecordKind kind, Outcome outcome) =>
        outcome is not (Outcome.Recognised or Outcome.RecognisedWithFlag) ? [] : kind switch
        {
            RecordKind.Evidence => ["MAY_BE_CITED_AFTER_REVIEW"],
            RecordKind.Penalty => ["MAY_BE_CITED", "COUNTS_AS_REPETITION", "BARS_SECOND_FINE", "COUNTS_FOR_CREDIT", "RESTRICTIONS_RESPECTED", "NO_COLLECTION"],
            RecordKind.Permit => ["MAY_BE_CITED", "RESTRICTIONS_RESPECTED"],
            RecordKind.Blacklist => ["MAY_BE_CITED", "COUNTS_FOR_CREDIT", "JOINT_SANCTIONS", "RESTRICTIONS_RESPECTED"],
            _ => [],
        };

    private static Wording Name(DossierId dossier, DossierFacts facts)
    {
        var text = facts.Current?.Statement is { Body: StatementBody.RecordVersion { Caption.DocumentNumber: { Length: > 0 } printed } } statement
            ? statement.Issuer.Name + " " + printed
            : dossier.ToString();
        return new Wording(text, text);
    }

    private static Wording NameOf(Jurisdiction receiver) =>
        Divisions.Find(receiver)?.Name ?? new Wording(receiver.ToString(), receiver.ToString());

    private static Wording KindOf(RecordKind kind) => kind switch
    {
        RecordKind.Evidence => new("证据包", "evidence package"),
        RecordKind.Penalty => new("行政处罚决定", "penalty decision"),
        RecordKind.Permit => new("行政许可", "permit"),
        _ => new("严重失信主体名单条目", "blacklist entry"),
    };

    private static Wording OutcomeOf(Outcome outcome) => outcome switch
    {
        Outcome.Recognised => new("予以认可", "recognises"),
        Outcome.RecognisedWithFlag => new("予以认可并附提示", "recognises, with a flag,"),
        Outcome.Pending => new("暂不作出认可结论", "has not yet decided on"),
        Outcome.Suspended => new("中止认可", "suspends the recognition of"),
        Outcome.Refused => new("不予认可", "does not recognise"),
        Outcome.Terminated => new("终止认可", "no longer recognises"),
        _ => new("不适用互认协议", "is not bound by the agreement as to"),
    };

    private static Wording Decisive(Assessment assessment)
    {
        var grounds = assessment.Findings.Select(finding => ReasonCatalogue.Of(finding.Code)).ToArray();
        return grounds.Length == 0
            ? new Wording("", "")
            : new Wording(
                "，理由：" + string.Join("；", grounds.Select(ground => $"{ground.Title.Chinese}（{ground.Code}{Basis(ground, "，依据")}）")),
                ", because: " + string.Join("; ", grounds.Select(ground => $"{ground.Title.English} ({ground.Code}{Basis(ground, ", ")})")));
    }

    private static string Basis(Reason ground, string before) => ground.LegalBasis.Length == 0 ? "" : before + ground.LegalBasis;
}
