using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>What a receiver asks before it judges a violation: is it the first one?</summary>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="Receiver">The receiver.</param>
/// <param name="ValidOn">The civil day on which it asks.</param>
/// <param name="KnownAt">Only what the hub knew by then counts; null for everything that it knows now.</param>
/// <param name="Months">How many months back.</param>
/// <param name="Kinds">Kinds of decisions: penalties, decisions not to penalise.</param>
public sealed record StandingQuestion(
    string Subject,
    Jurisdiction Receiver,
    DateOnly ValidOn,
    DateTimeOffset? KnownAt,
    int Months,
    ImmutableArray<RecordKind> Kinds)
{
    /// <summary>The longest look back: fifty years.</summary>
    public const int MonthsMax = 600;

    /// <summary>Gets when the hub took its first statement; null while it has taken none.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>Gets the sort of violation to which it is restricted; null for all.</summary>
    public string? Violation { get; init; }

    /// <summary>Gets when it is asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Gets the first day that is looked at. The day of a decision is not counted in a period that begins with it, so
    /// that one of this very day still counts.</summary>
    public DateOnly From { get; init; } = ValidOn.DayNumber < Months * 31 ? DateOnly.MinValue : ValidOn.AddMonths(-Months);
}

/// <summary>An answer that may be missing. What is not known is never clean.</summary>
public enum Answer
{
    /// <summary>Yes.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>It cannot be said.</summary>
    NotKnown = 3,
}

/// <summary>How a decision weighs.</summary>
public enum Weight
{
    /// <summary>The receiver recognises it, or made it: it counts.</summary>
    Counts = 1,

    /// <summary>It is pending or suspended: nobody can say yet whether it counts.</summary>
    Open = 2,

    /// <summary>It was refused, has ended, or is outside the agreement.</summary>
    Passes = 3,
}
