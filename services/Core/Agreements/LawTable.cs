using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>An edition of an instrument, and when it was in force.</summary>
/// <param name="Instrument">Such as <c>水污染防治法</c>.</param>
/// <param name="Edition">Such as <c>2017</c>.</param>
/// <param name="InForceFrom">First day.</param>
/// <param name="InForceTo">Last day; null while it is in force.</param>
internal sealed record LawEdition(string Instrument, string Edition, DateOnly InForceFrom, DateOnly? InForceTo);

/// <summary>The fines that an article allows.</summary>
/// <param name="Instrument">Such as <c>水污染防治法</c>.</param>
/// <param name="Edition">Such as <c>2017</c>.</param>
/// <param name="Article">In Arabic digits.</param>
/// <param name="Minimum">The smallest; null when only a maximum is given.</param>
/// <param name="Maximum">The largest.</param>
internal sealed record FineRange(string Instrument, string Edition, string Article, Fen? Minimum, Fen Maximum);

/// <summary>A dispatched body that may sign in its own name.</summary>
/// <param name="Issuer">Its name, as documents have it.</param>
/// <param name="From">First day of the authorisation.</param>
internal sealed record Authorisation(string Issuer, DateOnly From);

/// <summary>A law that a record cites, with what the tables of the rule set say of it.</summary>
/// <param name="Law">The citation.</param>
/// <param name="Edition">The edition; null when the table does not know it.</param>
/// <param name="Range">The fines; null when the table does not say.</param>
internal sealed record CitedProvision(CitedLaw Law, LawEdition? Edition, FineRange? Range);

/// <summary>What a rule set says of laws and organs, for its conditions to ask.</summary>
internal sealed class LawTable(
    ImmutableArray<LawEdition> editions, ImmutableArray<FineRange> ranges, ImmutableArray<Authorisation> authorisations)
{
    private readonly FrozenDictionary<(string, string), LawEdition> _editions =
        editions.ToFrozenDictionary(edition => (edition.Instrument, edition.Edition));

    private readonly FrozenDictionary<(string, string, string), FineRange> _ranges =
        ranges.ToFrozenDictionary(range => (range.Instrument, range.Edition, range.Article));

    /// <summary>Tells what the tables say, row by row, for comparing them.</summary>
    public IEnumerable<(string Subject, string Aspect, string Text)> Sayings() =>
        editions.Select(law => ($"{law.Instrument} {law.Edition}", "law", $"{CivilDates.Format(law.InForceFrom)} – "
            + (law.InForceTo is { } last ? CivilDates.Format(last) : "")))
        .Concat(ranges.Select(fine => ($"{fine.Instrument} {fine.Edition}, {fine.Article}", "fine",
            $"{fine.Minimum?.ToString() ?? ""} – {fine.Maximum} yuan")))
        .Concat(authorisations.Select(one => (one.Issuer, "authorisation", CivilDates.Format(one.From))));

    /// <summary>Looks a citation up.</summary>
    public CitedProvision Find(CitedLaw law) => new(
        law,
        _editions.GetValueOrDefault((law.Instrument, law.Edition)),
        _ranges.GetValueOrDefault((law.Instrument, law.Edition, law.Article)));

    /// <summary>Says whether an organ may sign in its own name on a day.</summary>
    public bool Authorises(string issuer, DateOnly on) =>
        authorisations.Any(authorisation => authorisation.Issuer == issuer && authorisation.From <= on);
}
