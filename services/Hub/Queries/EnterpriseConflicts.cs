using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Queries;

/// <summary>Statements that contradict each other, side by side. Pure.</summary>
/// <param name="network">Parties, as they were known.</param>
/// <param name="validOn">The civil day asked about; null for the latest state.</param>
internal sealed class EnterpriseConflicts(Network network, DateOnly? validOn)
{
    private const int CountMax = 50;

    /// <summary>Lists the dossiers that those of a page are in conflict with and that are not on it.</summary>
    public static ImmutableArray<DossierId> Beyond(ImmutableArray<FiledDossier> dossiers) =>
    [
        .. dossiers.SelectMany(dossier => dossier.Facts.Conflicts).Select(conflict => conflict.Other).Distinct()
            .Except(dossiers.Select(dossier => dossier.Id)).Take(CountMax),
    ];

    /// <summary>Lists the conflicts of the dossiers of a page.</summary>
    public IEnumerable<Conflict> Among(ImmutableArray<FiledDossier> dossiers, ImmutableArray<FiledDossier> others)
    {
        var (own, beyond) = (dossiers.ToDictionary(dossier => dossier.Id), others.ToDictionary(dossier => dossier.Id));
        return dossiers.SelectMany(OfContent).Concat(dossiers.SelectMany(dossier => OfAct(dossier, own, beyond)))
            .OrderByDescending(conflict => conflict.IsOpen).ThenByDescending(conflict => conflict.SinceOn, StringComparer.Ordinal)
            .ThenBy(conflict => conflict.Dossiers[0], StringComparer.Ordinal).Take(CountMax);
    }

    private IEnumerable<Conflict> OfContent(FiledDossier dossier)
    {
        var versions = dossier.Facts.Versions.ToArray();
        foreach (var contradicted in versions.Where(version => version.Standing == VersionStanding.Contradicts)
            .GroupBy(version => version.Filed.Version))
        {
            var standing = versions.First(version => version.Filed.Version == contradicted.Key
                && version.Standing is VersionStanding.InForce or VersionStanding.Superseded);
            var isOpen = standing.Standing == VersionStanding.InForce;
            FiledStatement[] sides = [standing.Filed, .. contradicted.Select(version => version.Filed)];
            yield return Write(
                new Conflict
                {
                    Kind = Conflict.Types.Kind.Content,
                    IsOpen = isOpen,
                    SinceOn = CivilDates.Format(CivilDates.Of(isOpen ? sides[1].ReceivedAt : dossier.Current.ReceivedAt)),
                    Dossiers = { dossier.Id.ToString() },
                },
                [.. sides.Select(side => (dossier, side, Prevails: false))]);
        }
    }

    // Each pair stands in both dossiers; where both are on the page, the first by name tells it.
    private IEnumerable<Conflict> OfAct(
        FiledDossier dossier, Dictionary<DossierId, FiledDossier> own, Dictionary<DossierId, FiledDossier> beyond)
    {
        foreach (var told in dossier.Facts.Conflicts.Where(conflict => !(conflict.SinceOn > validOn))
            .GroupBy(conflict => conflict.Other))
        {
            var conflict = told.Last();
            var other = own.GetValueOrDefault(conflict.Other);
            if (other is not null && string.CompareOrdinal(other.Id.ToString(), dossier.Id.ToString()) < 0)
            {
                continue;
            }

            other ??= beyond.GetValueOrDefault(conflict.Other);
            if (other is null)
            {
                continue; // not everybody may see it
            }

            yield return Write(
                new Conflict
                {
                    Kind = Conflict.Types.Kind.SameAct,
                    IsOpen = conflict.State == ConflictState.Open,
                    SinceOn = CivilDates.Format(conflict.SinceOn),
                    Dossiers = { dossier.Id.ToString(), other.Id.ToString() },
                },
                [
                    (dossier, dossier.Current, conflict.State == ConflictState.Prevails),
                    (other, other.Current, conflict.State == ConflictState.Yields),
                ]);
        }
    }

    private Conflict Write(Conflict conflict, IEnumerable<(FiledDossier Dossier, FiledStatement Filed, bool Prevails)> given)
    {
        var sides = given.OrderBy(side => side.Dossier.PositionOf(side.Filed)).ToArray();
        conflict.Sides.Add(sides.Select(side => new ConflictSide
        {
            Dossier = side.Dossier.Id.ToString(),
            RecordId = side.Filed.Statement.Record.ToString(),
            Version = side.Filed.Version,
            Party = EnterpriseFile.PartyOf(network, side.Filed),
            Source = side.Filed.Statement.Source,
            Position = side.Dossier.PositionOf(side.Filed),
            ReceivedAt = Timestamp.FromDateTimeOffset(side.Filed.ReceivedAt),
            DocumentNumber = FiledDossier.BodyOf(side.Filed).Caption.DocumentNumber,
            Prevails = side.Prevails,
        }));
        conflict.Fields.Add(ComparedFields.Of([.. sides.Select(side => (IMessage)side.Dossier.RecordOf(side.Filed))]));
        return conflict;
    }
}
