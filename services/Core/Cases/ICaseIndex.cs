using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>Finds joint cases. Follows the log at a small distance.</summary>
public interface ICaseIndex
{
    /// <summary>Finds cases.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Those whose next task is due first in front, then by number; at most <see cref="CaseQuery.CountMax"/>.</returns>
    Task<ImmutableArray<CaseCard>> FindAsync(CaseQuery query, CancellationToken cancellation);
}

/// <summary>Which joint cases to find; what is null does not restrict.</summary>
/// <param name="Member">A party that works on them, or has left them.</param>
/// <param name="IsClosed">Whether they are closed.</param>
/// <param name="OverdueOn">With a task that is overdue on this day.</param>
/// <param name="After">Behind this one in the order of the list.</param>
/// <param name="AtPosition">The log is taken account of up to here at least.</param>
/// <param name="CountMax">How many at most.</param>
public sealed record CaseQuery(
    Jurisdiction Member, bool? IsClosed, DateOnly? OverdueOn, CaseCursor? After, long AtPosition, int CountMax);

/// <summary>A place in the list of cases.</summary>
/// <param name="NextDueOn">The next day of the case there; <see cref="DateOnly.MaxValue"/> when nothing is due.</param>
/// <param name="Number">Its number.</param>
public sealed record CaseCursor(DateOnly NextDueOn, string Number);

/// <summary>What a list shows of a joint case.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Opener">The party that opened it.</param>
/// <param name="OpenedOn">When.</param>
/// <param name="Members">The parties that work on it.</param>
/// <param name="IsClosed">It is closed.</param>
/// <param name="NextDueOn">The first day by which something is to be done; null when nothing is.</param>
/// <param name="OpenTasks">How many tasks are not done.</param>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="HasResult">Its result is published.</param>
/// <param name="LeftOn">The day on which the party that asks left it: the rest is as it was then, and nothing is due any more.
/// Null while it works on it.</param>
public sealed record CaseCard(
    string Number,
    string Title,
    Jurisdiction Opener,
    DateOnly OpenedOn,
    ImmutableArray<Jurisdiction> Members,
    bool IsClosed,
    DateOnly? NextDueOn,
    int OpenTasks,
    int Tasks,
    bool HasResult,
    DateOnly? LeftOn);
