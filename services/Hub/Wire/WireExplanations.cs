using ExchangeHub.Agreements;
using V1 = ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Hub.Wire;

/// <summary>Rules and their conditions on the wire.</summary>
internal static class WireExplanations
{
    public static V1.RuleReading From(RuleReading rule) => new()
    {
        Code = rule.Code.ToString(),
        SentenceZh = rule.Sentence.Chinese,
        SentenceEn = rule.Sentence.English,
        LegalBasis = rule.LegalBasis,
        Trust = rule.Trust.ToString().ToUpperInvariant(),
        Condition = rule.Condition,
        Tree = rule.Tree is { } tree ? From(tree) : null,
    };

    public static V1.Alternative From(Alternative otherwise) => new()
    {
        Without = { otherwise.Without.Select(code => code.ToString()) },
        Outcome = WireDecisions.From(otherwise.Outcome),
    };

    private static V1.ConditionStep From(ConditionStep step) => new()
    {
        Text = step.Text,
        Value = step.Value,
        IsDecisive = step.IsDecisive,
        Source = step.Source ?? "",
        Parts = { step.Parts.Select(From) },
    };
}
