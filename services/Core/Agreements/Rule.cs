using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A rule of a rule set: which reason applies to a record, and from which day.</summary>
internal sealed record Rule
{
    /// <summary>Gets the reason, which carries the effect.</summary>
    public required ReasonCode Code { get; init; }

    /// <summary>Gets the gate at which it is judged; the smaller first.</summary>
    public required int Precedence { get; init; }

    /// <summary>Gets a value indicating whether the fact alone suffices.</summary>
    public required bool IsMandatory { get; init; }

    /// <summary>Gets who establishes it: the condition, or an officer of the receiver.</summary>
    public required ReasonDecider DecidedBy { get; init; }

    /// <summary>Gets the kinds of record that it judges.</summary>
    public required ImmutableArray<RecordKind> Kinds { get; init; }

    /// <summary>Gets the condition; null when only an officer can raise it.</summary>
    public required Formula<Circumstances, bool>? When { get; init; }

    /// <summary>Gets a value indicating whether the condition is asked of each item of evidence by itself.</summary>
    public bool IsOfItems { get; init; }

    /// <summary>Gets what raises it, so that an officer has to decide; null when only an officer can raise it.</summary>
    public required Formula<Circumstances, bool>? Suspect { get; init; }

    /// <summary>Gets from which day it holds.</summary>
    public required Formula<Circumstances, DateOnly> Since { get; init; }

    /// <summary>Gets what it says, in few words.</summary>
    public required Wording Title { get; init; }

    /// <summary>Gets what it says, as a sentence.</summary>
    public required Wording Sentence { get; init; }

    /// <summary>Gets the provisions it rests on, in Chinese, with edition and articles; empty when it rests on none.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>Gets how well that has been checked.</summary>
    public required SourceTrust Trust { get; init; }

    /// <summary>Gets how long an officer has to decide; null when nobody has to.</summary>
    public required Period? Deadline { get; init; }

    /// <summary>Gets a value indicating whether the answer may differ from one receiver to the next.</summary>
    public bool DependsOnReceiver { get; init; }

    /// <summary>Gets the places of the choices for which it asks, where nothing else of a receiver matters to it; null where more
    /// does.</summary>
    public ImmutableArray<int>? Choices { get; init; }

    // What the catalogue gives to rules alone no officer can establish.
    private bool MayBeReviewed => ReasonCatalogue.Of(Code).DecidedBy != ReasonDecider.Rule;

    /// <summary>Gets a value indicating whether the answer may differ from one day to the next.</summary>
    public bool DependsOnDay { get; init; } = true;

    /// <summary>Says whether the condition holds: null when a fact that it needs is not known.</summary>
    public bool? Holds(Circumstances seen) => When is null ? false : When.Test(seen, WorkingDays.Announced);

    /// <summary>Says what was found; only of a rule that holds, by its condition or by the verdict of an officer.</summary>
    public Finding Find(Circumstances seen) => Holds(seen) is true || seen.Verdict(Code) is not var (on, result, source)
        ? new Finding(
            Code,
            Since.Test(seen, WorkingDays.Announced) ?? seen.Record.Details.DecidedOn,
            When is null ? [] : Grounding.Of(When.Trace(seen, WorkingDays.Announced).Root))
        : new Finding(Code, on, [new Fact("grounds.result", Spelling.Of(result), source)]);

    /// <summary>Says whether an officer of the receiver has established it.</summary>
    public bool IsConfirmed(Circumstances seen) =>
        seen.Receiver.Individual is not null && MayBeReviewed && seen.Verdict(Code) is (_, GroundResult.Confirmed, _);

    /// <summary>Says what an officer of the receiver has to decide; null when nothing is open.</summary>
    public Question? Ask(Circumstances seen)
    {
        if (Suspect is null && seen.Receiver.Individual is null)
        {
            return null;
        }

        var verdict = MayBeReviewed ? seen.Verdict(Code) : null;
        if (verdict is (_, GroundResult.Confirmed or GroundResult.Dismissed, _)
            || (verdict is null && Suspect?.Test(seen, WorkingDays.Announced) is not true))
        {
            return null;
        }

        var since = verdict?.On ?? seen.PublishedOn;
        return new Question(
            Code,
            since,
            Deadline?.From(since, isBack: false, WorkingDays.Announced),
            verdict is var (_, result, source)
                ? [new Fact("grounds.result", Spelling.Of(result), source)]
                : Grounding.Of(Suspect!.Trace(seen, WorkingDays.Announced).Root));
    }
}
