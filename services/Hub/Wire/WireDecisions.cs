using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Core = ExchangeHub.Agreements;
using Decision = ExchangeHub.Recognitions.Decision;
using V1 = ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Hub.Wire;

/// <summary>Decisions on the wire.</summary>
internal static class WireDecisions
{
    public static V1.Decision From(DossierId dossier, Decision decision)
    {
        var wire = From(decision.Assessment);
        wire.RecordId = decision.Record.ToString();
        wire.RecordVersion = decision.Version;
        wire.Dossier = dossier.ToString();
        wire.RuleSet = decision.RuleSet;
        wire.DecidedAt = Timestamp.FromDateTimeOffset(decision.DecidedAt);
        wire.Number = decision.Number;
        wire.Supersedes = decision.Supersedes;
        wire.HasBeenRecognised = decision.HasBeenRecognised;
        wire.RuleSetHash = decision.RuleSetHash == default
            ? ByteString.Empty : ByteString.CopyFrom(decision.RuleSetHash.ToBytes().AsSpan());
        wire.Receivers = new V1.Receivers();
        if (decision.For.Only is { } only)
        {
            wire.Receivers.Only = only.ToString();
        }
        else
        {
            wire.Receivers.Group = new V1.Receivers.Types.Group { Name = decision.For.Group };
            wire.Receivers.Group.Except.Add(decision.For.Except.Select(division => division.ToString()));
        }

        return wire;
    }

    /// <summary>Writes what a receiver is told who may not see the record: outcome, codes and days.</summary>
    public static V1.Decision Withheld(V1.Decision decision, Jurisdiction? receiver)
    {
        var bare = decision.Clone();
        bare.IsWithheld = true;
        bare.Questions.Clear();
        bare.Items.Clear();
        foreach (var ground in bare.Grounds)
        {
            ground.Facts.Clear();
        }

        if (receiver is { } only)
        {
            bare.Receivers = new V1.Receivers { Only = only.ToString() };
        }

        return bare;
    }

    public static V1.Decision From(Core.Assessment assessment)
    {
        var wire = new V1.Decision
        {
            Outcome = From(assessment.Outcome),
            EffectiveOn = assessment.EffectiveOn == default ? "" : CivilDates.Format(assessment.EffectiveOn),
            Awaiting = (V1.Awaiting)assessment.Awaiting,
        };
        wire.Grounds.Add(assessment.Findings.Select(From));
        wire.Items.Add(assessment.Items.Select(item => new V1.Item
        {
            ItemNumber = item.Number, Outcome = From(item.Outcome), Grounds = { item.Findings.Select(From) },
        }));
        foreach (var question in assessment.Questions)
        {
            var open = new V1.Question
            {
                Code = question.Code.ToString(),
                SinceOn = CivilDates.Format(question.SinceOn),
                DueOn = question.DueOn is { } due ? CivilDates.Format(due) : "",
            };
            open.Facts.Add(question.Facts.Select(From));
            wire.Questions.Add(open);
        }

        return wire;
    }

    private static V1.Ground From(Core.Finding finding) => new()
    {
        Code = finding.Code.ToString(),
        SinceOn = CivilDates.Format(finding.SinceOn),
        Facts = { finding.Facts.Select(From) },
    };

    private static V1.Fact From(Core.Fact fact) => new() { Name = fact.Name, Value = fact.Value, Source = fact.Source };

    /// <summary>Writes an outcome.</summary>
    public static V1.Outcome From(Core.Outcome outcome) => outcome switch
    {
        Core.Outcome.Origin => V1.Outcome.Origin,
        Core.Outcome.Recognised => V1.Outcome.Recognised,
        Core.Outcome.RecognisedWithFlag => V1.Outcome.RecognisedWithFlag,
        Core.Outcome.Pending => V1.Outcome.Pending,
        Core.Outcome.Suspended => V1.Outcome.Suspended,
        Core.Outcome.Refused => V1.Outcome.Refused,
        Core.Outcome.Terminated => V1.Outcome.Terminated,
        Core.Outcome.NotApplicable => V1.Outcome.NotApplicable,
        Core.Outcome.NotKnown => V1.Outcome.NotKnown,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
