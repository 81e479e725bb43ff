using ExchangeHub.Agreements;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using RuleSet = ExchangeHub.Agreements.RuleSet;
using Text = ExchangeHub.Protos.Registry.V1.RuleText;

namespace ExchangeHub.Hub.Wire;

/// <summary>Rules on the wire.</summary>
internal static class WireRules
{
    /// <summary>Writes a rule set, and what it says otherwise than another one.</summary>
    public static GetRulesResponse From(RuleSet rules, RuleSet? other) => new()
    {
        RuleSet = rules.Name,
        InForceFrom = CivilDates.Format(rules.InForceFrom),
        InForceTo = rules.InForceTo is { } last ? CivilDates.Format(last) : "",
        Digest = ByteString.CopyFrom(rules.Hash.ToBytes().AsSpan()),
        Rules = { Agreements.RuleText.Of(rules).Select(From) },
        Differences =
        {
            other is null ? [] : RuleChange.Between(other, rules).Select(change => new RuleDifference
            {
                Subject = change.Subject, Aspect = change.Aspect, Before = change.Before, After = change.After,
            }),
        },
    };

    /// <summary>Names an effect.</summary>
    public static string Name(ReasonEffect effect) => effect switch
    {
        ReasonEffect.NotApplicable => "NOT_APPLICABLE",
        ReasonEffect.Inform => "INFO",
        _ => effect.ToString().ToUpperInvariant(),
    };

    /// <summary>Names who decides.</summary>
    public static string Name(ReasonDecider decider) => decider switch
    {
        ReasonDecider.Rule => "auto", ReasonDecider.Officer => "human", _ => "either",
    };

    private static Text From(Agreements.RuleText rule) => new()
    {
        Code = rule.Code.ToString(),
        Precedence = rule.Precedence,
        Effect = Name(rule.Code.Effect),
        Kinds = { rule.Kinds.Select(kind => kind.Code()) },
        TitleZh = rule.Title.Chinese,
        TitleEn = rule.Title.English,
        SentenceZh = rule.Sentence.Chinese,
        SentenceEn = rule.Sentence.English,
        LegalBasis = rule.LegalBasis,
        Trust = rule.Trust.ToString().ToUpperInvariant(),
        Mandatory = rule.IsMandatory,
        DecidedBy = Name(rule.DecidedBy),
        Condition = rule.Condition,
        Suspect = rule.Suspect,
        Since = rule.Since,
        Deadline = rule.Deadline,
    };
}
