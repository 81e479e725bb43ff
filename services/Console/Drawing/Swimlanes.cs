using System.Collections.Immutable;
using ExchangeHub.Console.Language;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Drawing;

/// <summary>One thing that happened to a record, in the lane of the party that did it.</summary>
/// <param name="Column">Counts the moments from 0.</param>
/// <param name="Division">The party in whose lane it stands.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="Text">What happened.</param>
/// <param name="On">The civil day on which it happened or from which it holds.</param>
/// <param name="At">When the hub took or decided it.</param>
/// <param name="Tint">The colour.</param>
/// <param name="IsStated">A node said it; otherwise it was decided for the party.</param>
public sealed record Mark(
    int Column, string Division, long Position, Wording Text, string On, DateTimeOffset At, string Tint, bool IsStated);

/// <summary>The history of a record as lanes, one for each party.</summary>
/// <param name="Marks">Everything that happened, in the order of the log.</param>
/// <param name="Columns">How many moments there are.</param>
public sealed record Swimlanes(ImmutableArray<Mark> Marks, int Columns)
{
    /// <summary>Lays out what nodes said of a record and what was decided for each receiver.</summary>
    /// <param name="statements">What was said, in the order of the log.</param>
    /// <param name="histories">The decisions for each receiver, oldest first.</param>
    /// <returns>The lanes. Decisions stand in the column of the statement that they follow in the log.</returns>
    public static Swimlanes Of(
        IReadOnlyList<HeldStatement> statements, IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>> histories)
    {
        var said = statements.Select(held => (Held: held, Statement: Statement.Parser.ParseFrom(held.Envelope.Payload))).ToList();

        // A moment: a statement, or decisions that no statement of this record caused.
        var moments = said.Select(one => one.Held.Position)
            .Concat(histories.Values.SelectMany(history => history).Where(entry => IsOnItsOwn(entry, said))
                .Select(entry => entry.Position))
            .Distinct().Order().ToList();
        var marks = said.Select(one => new Mark(
                moments.IndexOf(one.Held.Position), one.Statement.Node.Split(':')[^1], one.Held.Position, Told(one.Statement),
                Day(one.Statement), one.Held.ReceivedAt.ToDateTimeOffset(), "own", IsStated: true))
            .Concat(from history in histories
                    from entry in history.Value
                    where entry.Decision.Outcome != Outcome.Origin
                    select new Mark(
                        moments.FindLastIndex(moment => moment <= entry.Position), history.Key, entry.Position,
                        Words.Of(entry.Decision.Outcome), entry.Decision.EffectiveOn, entry.Decision.DecidedAt.ToDateTimeOffset(),
                        Words.Tint(entry.Decision.Outcome), IsStated: false))
            .Where(mark => mark.Column >= 0).OrderBy(mark => mark.Position).ThenBy(mark => mark.Division, StringComparer.Ordinal);
        return new Swimlanes([.. marks], moments.Count);
    }

    /// <summary>Says what a statement states.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The event, or which version of the record it is.</returns>
    public static Wording Told(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.ContentCase == Statement.ContentOneofCase.Record
            ? new Wording($"发布第 {statement.Record.Version} 版", $"version {statement.Record.Version}")
            : EventWords.Of(statement.Event.WhatCase);
    }

    /// <summary>Gets the civil day of what a statement states.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>Day of the decision or of the event.</returns>
    public static string Day(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.ContentCase == Statement.ContentOneofCase.Record ? statement.Record.DecidedOn
            : statement.Event.OccurredOn;
    }

    // The events of one append have one instant.
    private static bool IsOnItsOwn(HistoryEntry entry, List<(HeldStatement Held, Statement Statement)> said) =>
        said.FindLastIndex(one => one.Held.Position <= entry.Position) is var last
        && (last < 0
            || (entry.Decision.DecidedAt - said[last].Held.ReceivedAt).ToTimeSpan().Duration() > TimeSpan.FromSeconds(1));
}
