using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Lists;

/// <summary>An entry of a list of dishonest entities, as it stands after a change.</summary>
/// <param name="Dossier">The name of the entry, for ever the same.</param>
/// <param name="Record">The record.</param>
/// <param name="Version">Its version.</param>
/// <param name="List">The list, such as ENV-YRD.</param>
/// <param name="Subject">Credit code of the entity; empty for a natural person.</param>
/// <param name="SubjectName">Name of the entity; empty for a natural person.</param>
/// <param name="DocumentNumber">Number of the decision to list, as printed.</param>
/// <param name="Issuer">The legal issuer.</param>
/// <param name="Jurisdiction">The division that has venue.</param>
/// <param name="Grounds">Grounds of the list, such as SD03.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="MinimumUntil">Last day of the shortest publicity.</param>
/// <param name="MaximumUntil">Last day of the longest publicity; it is on no list after that.</param>
public sealed record ListEntry(
    DossierId Dossier,
    RecordId Record,
    int Version,
    string List,
    string Subject,
    string SubjectName,
    string DocumentNumber,
    Issuer Issuer,
    Jurisdiction Jurisdiction,
    ImmutableArray<string> Grounds,
    DateOnly DecidedOn,
    DateOnly MinimumUntil,
    DateOnly MaximumUntil)
{
    /// <inheritdoc/>
    public bool Equals(ListEntry? other) => other is not null && Record == other.Record && Version == other.Version;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Record, Version);
}

/// <summary>A change of an entry, for every party at once.</summary>
/// <param name="Position">The position of the event that brought it.</param>
/// <param name="Before">The parties on whose list it stood before, in ordinal order.</param>
/// <param name="Parties">The parties on whose list it stands now, in ordinal order.</param>
/// <param name="SinceOn">The civil day from which that holds.</param>
/// <param name="KnownAt">When the hub learnt it.</param>
/// <param name="Entry">What it says.</param>
public sealed record ListChange(
    long Position,
    ImmutableArray<Jurisdiction> Before,
    ImmutableArray<Jurisdiction> Parties,
    DateOnly SinceOn,
    DateTimeOffset KnownAt,
    ListEntry Entry)
{
    /// <summary>Gets a value indicating whether the entry says something else than before, or is new.</summary>
    public bool IsSaidAnew { get; init; }

    /// <summary>Says what it means for one party.</summary>
    /// <param name="party">The party.</param>
    /// <returns>What changed on its list; null when nothing did.</returns>
    public ListTurn? For(Jurisdiction party) => (Before.Contains(party), Parties.Contains(party)) switch
    {
        (false, true) => ListTurn.Listed,
        (true, true) when IsSaidAnew => ListTurn.Changed,
        (true, false) => ListTurn.Withdrawn,
        _ => null,
    };
}

/// <summary>What changed on a list.</summary>
public enum ListTurn
{
    /// <summary>Put on it.</summary>
    Listed = 1,

    /// <summary>The entry says something else.</summary>
    Changed = 2,

    /// <summary>Taken off it.</summary>
    Withdrawn = 3,
}
