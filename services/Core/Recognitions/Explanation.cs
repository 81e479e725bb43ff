using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>A reason that applies, with its row of the catalogue.</summary>
/// <param name="Finding">The reason, since when, and on which facts.</param>
/// <param name="Reason">Its title and legal basis.</param>
/// <param name="IsDecisive">Whether the outcome rests on it; the others are said because they apply too.</param>
public sealed record Ground(Finding Finding, Reason Reason, bool IsDecisive);

/// <summary>What a receiver makes of a record, and why, in a form that can be printed and argued with.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Receiver">The receiver.</param>
/// <param name="ValidOn">The civil day asked about; null for the latest state.</param>
/// <param name="Current">The version of the record that was judged; null when there is none.</param>
/// <param name="RuleSet">The rule set that was applied, such as <c>agr:yrd-demo-2020/v3</c>; empty when none was.</param>
/// <param name="Assessment">What the receiver makes of it.</param>
/// <param name="Grounds">Every reason that applies, by precedence, then by code.</param>
/// <param name="Effects">What the receiver may and must do with the record.</param>
/// <param name="NotJudged">Codes of the catalogue for this kind of which nothing can be said, in either sense: no rule judges
/// them, or a fact is missing.</param>
/// <param name="Summary">The decision as a reasoned sentence, complete on its own.</param>
public sealed record Explanation(
    DossierId Dossier,
    Jurisdiction Receiver,
    DateOnly? ValidOn,
    FiledStatement? Current,
    string RuleSet,
    Assessment Assessment,
    ImmutableArray<Ground> Grounds,
    ImmutableArray<Effect> Effects,
    ImmutableArray<NotJudged> NotJudged,
    Wording Summary)
{
    /// <summary>Gets the rules behind the grounds and the questions, as the rule set has them, by precedence.</summary>
    public ImmutableArray<RuleReading> Rules { get; init; } = [];

    /// <summary>Gets what the other grounds would give without the decisive ones; null when the outcome rests on none.</summary>
    public Alternative? Otherwise { get; init; }

    /// <summary>Gets a value indicating whether the receiver may not see the record.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Explains what a receiver makes of a record. Pure.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="facts">What is known of it; for an answer as of an earlier knowledge time, what was known then.</param>
    /// <param name="receiver">The receiver; it need not be a party.</param>
    /// <param name="validOn">The civil day asked about; null for the latest state.</param>
    /// <returns>The explanation; of what is not known, one that says that this is not the same as clean.</returns>
    public static Explanation Of(Network network, DossierId dossier, DossierFacts facts, Jurisdiction receiver, DateOnly? validOn)
    {
        var isWithheld = !Audience.Includes(network, facts, receiver);
        var full = Staleness.Mark(network, facts, Assessor.Assess(network, facts, receiver, validOn), validOn);
        var assessment = isWithheld ? full.Bare() : full;
        ImmutableArray<Ground> grounds =
        [
            .. assessment.Findings.Select(finding => new Ground(
                finding, ReasonCatalogue.Of(finding.Code), Conclusion.Decides(finding.Code.Effect, assessment.Outcome))),
        ];
        var isJudged = assessment.Outcome is not (Outcome.NotKnown or Outcome.Origin);
        var current = facts.Current;
        var ruleSet = isJudged ? Assessor.RulesFor(network, facts)?.Name ?? "" : "";
        if (isWithheld)
        {
            return new Explanation(
                dossier, receiver, validOn, null, ruleSet, assessment, grounds, [], [],
                new Sentence(network, dossier, null, receiver, validOn).Withholding(assessment, grounds, ruleSet))
            {
                IsWithheld = true,
            };
        }

        var (rules, otherwise) = Assessor.Explain(network, facts, receiver, validOn);
        return new Explanation(
            dossier,
            receiver,
            validOn,
            current,
            ruleSet,
            assessment,
            grounds,
            isJudged && current is not null ? Effect.Of(Assessor.Details(current), assessment) : [],
            Assessor.NotJudged(network, facts, dossier.Kind, receiver, validOn),
            new Sentence(network, dossier, current?.Statement, receiver, validOn).Of(assessment, grounds, ruleSet))
        {
            Rules = rules,
            Otherwise = isJudged ? otherwise : null,
        };
    }
}
