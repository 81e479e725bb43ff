using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Receivers = ExchangeHub.Recognitions.Receivers;
using V1 = ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Node.Reliances;

/// <summary>Decisions and assessments between the wire and the core.</summary>
internal static class WireDecisions
{
    /// <summary>Writes what this node makes of a record by itself: a decision without a number, because nobody announced
    /// it.</summary>
    public static V1.Decision From(DossierId dossier, FiledStatement? current, Assessment assessment)
    {
        var wire = new V1.Decision
        {
            Dossier = dossier.ToString(),
            Outcome = From(assessment.Outcome),
            EffectiveOn = assessment.EffectiveOn == default ? "" : CivilDates.Format(assessment.EffectiveOn),
            Awaiting = (V1.Awaiting)assessment.Awaiting,
        };
        if (current is not null && assessment.Outcome != Outcome.NotKnown)
        {
            wire.RecordId = current.Statement.Record.ToString();
            wire.RecordVersion = current.Version;
            wire.DecidedAt = Timestamp.FromDateTimeOffset(current.ReceivedAt);
        }

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

    /// <summary>Marks what is recognised of a node of which nothing is heard; the rest stays as it is.</summary>
    public static V1.Decision Mark(V1.Decision decision, Silence? silence)
    {
        if (silence is null || decision.Outcome is not (V1.Outcome.Recognised or V1.Outcome.RecognisedWithFlag))
        {
            return decision;
        }

        var marked = decision.Clone();
        var since = CivilDates.TryParse(decision.EffectiveOn, out var from) && from > silence.SinceOn ? from : silence.SinceOn;
        marked.EffectiveOn = decision.Outcome == V1.Outcome.Recognised ? CivilDates.Format(since) : decision.EffectiveOn;
        marked.Outcome = V1.Outcome.RecognisedWithFlag;
        var place = marked.Grounds.Count(ground => ReasonCatalogue.Find(ground.Code) is { } known
            && (known.Precedence < Reason.Precedence
                || (known.Precedence == Reason.Precedence && string.CompareOrdinal(ground.Code, $"{Reason.Code}") < 0)));
        marked.Grounds.Insert(place, From(new Finding(Staleness.Code, since, Staleness.FactsOf(silence))));
        return marked;
    }

    private static Reason Reason => ReasonCatalogue.Of(Staleness.Code);

    /// <summary>Reads to whom a decision applies.</summary>
    public static Receivers? ReceiversOf(V1.Decision decision) => decision.Receivers switch
    {
        { WhoCase: V1.Receivers.WhoOneofCase.Only, Only: var only } when Jurisdiction.TryParse(only, out var receiver) =>
            Receivers.Just(receiver),
        { WhoCase: V1.Receivers.WhoOneofCase.Group, Group: var group } =>
            new Receivers(group.Name, null, [.. group.Except.SelectMany(Division)]),
        _ => null,
    };

    /// <summary>Reads an outcome; one that this node does not know counts as pending, which nobody relies on.</summary>
    public static Outcome OutcomeOf(V1.Decision decision) => decision.Outcome switch
    {
        V1.Outcome.Origin => Outcome.Origin,
        V1.Outcome.Recognised => Outcome.Recognised,
        V1.Outcome.RecognisedWithFlag => Outcome.RecognisedWithFlag,
        V1.Outcome.Suspended => Outcome.Suspended,
        V1.Outcome.Refused => Outcome.Refused,
        V1.Outcome.Terminated => Outcome.Terminated,
        V1.Outcome.NotApplicable => Outcome.NotApplicable,
        V1.Outcome.NotKnown => Outcome.NotKnown,
        _ => Outcome.Pending,
    };

    private static IEnumerable<Jurisdiction> Division(string text) =>
        Jurisdiction.TryParse(text, out var division) ? [division] : [];

    private static V1.Ground From(Finding finding) => new()
    {
        Code = finding.Code.ToString(),
        SinceOn = CivilDates.Format(finding.SinceOn),
        Facts = { finding.Facts.Select(From) },
    };

    private static V1.Fact From(Fact fact) => new() { Name = fact.Name, Value = fact.Value, Source = fact.Source };

    private static V1.Outcome From(Outcome outcome) => outcome switch
    {
        Outcome.Origin => V1.Outcome.Origin,
        Outcome.Recognised => V1.Outcome.Recognised,
        Outcome.RecognisedWithFlag => V1.Outcome.RecognisedWithFlag,
        Outcome.Pending => V1.Outcome.Pending,
        Outcome.Suspended => V1.Outcome.Suspended,
        Outcome.Refused => V1.Outcome.Refused,
        Outcome.Terminated => V1.Outcome.Terminated,
        Outcome.NotApplicable => V1.Outcome.NotApplicable,
        Outcome.NotKnown => V1.Outcome.NotKnown,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
