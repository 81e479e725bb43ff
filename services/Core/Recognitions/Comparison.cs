using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Receivers that are in one group today and in one group of a draft, so that they share both answers.</summary>
/// <param name="GroupBefore">Their group today; empty when no rules bind them.</param>
/// <param name="GroupAfter">Their group in the draft; empty when it does not bind them.</param>
/// <param name="Members">The receivers.</param>
public sealed record Bloc(string GroupBefore, string GroupAfter, ImmutableHashSet<Jurisdiction> Members);

/// <summary>What receivers make of a record under the rules of today, and would make of it under a draft.</summary>
/// <param name="Bloc">The receivers, or where the single one belongs.</param>
/// <param name="Only">The single receiver, because facts of its own matter; null for the bloc.</param>
/// <param name="Except">Members of the bloc to whom it does not apply, in ordinal order: the origin, and single ones.</param>
/// <param name="Before">Under the rules of today.</param>
/// <param name="After">Under the draft.</param>
public sealed record Comparison(
    Bloc Bloc, Jurisdiction? Only, ImmutableArray<Jurisdiction> Except, Assessment Before, Assessment After)
{
    /// <summary>Gets a value indicating whether the outcome or the codes behind it differ.</summary>
    public bool Flips => Before.Outcome != After.Outcome
        || !Codes(Before).SetEquals(Codes(After));

    private static HashSet<(string Item, ReasonCode Code)> Codes(Assessment assessment) =>
    [
        .. assessment.Findings.Select(finding => ("", finding.Code)),
        .. assessment.Items.SelectMany(item => item.Findings.Select(finding => (item.Number, finding.Code))),
    ];

    /// <summary>Gets how many receivers it concerns.</summary>
    public int ReceiverCount => Only is null ? Bloc.Members.Count - Except.Length : 1;

    /// <summary>Gets the receivers, in ordinal order.</summary>
    public IEnumerable<Jurisdiction> Receivers => Only is { } only
        ? [only]
        : Bloc.Members.Where(member => !Except.Contains(member)).OrderBy(member => member.ToString(), StringComparer.Ordinal);
}
