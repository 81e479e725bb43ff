using ExchangeHub.Agreements;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;
using V1 = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Hub.Queries;

/// <summary>Who an enterprise is, as the sources state it. Where they differ nothing is chosen. Pure.</summary>
/// <param name="network">Parties.</param>
/// <param name="subject">Credit code.</param>
internal sealed class EnterpriseIdentity(Network network, string subject)
{
    /// <summary>Lists what identifies the enterprise, each fact once, with whoever states it.</summary>
    public IEnumerable<IdentityFact> Of(IEnumerable<FiledDossier> dossiers)
    {
        var said = (
            from dossier in dossiers
            from named in dossier.RecordOf(dossier.Current).Subjects
            where named.CreditCode == subject
            from fact in FactsOf(named)
            where fact.Value.Length > 0
            select (fact.Field, fact.Value, Party: EnterpriseFile.PartyOf(network, dossier.Current), Dossier: dossier)).ToArray();
        foreach (var fact in said.GroupBy(one => one.Field))
        {
            var values = fact.GroupBy(one => one.Value, StringComparer.Ordinal).Select(value =>
            {
                var sources = value.GroupBy(one => one.Party, StringComparer.Ordinal)
                    .Select(party => SourceOf(party.Key, [.. party.Select(one => one.Dossier)]))
                    .OrderByDescending(source => source.StatedOn, StringComparer.Ordinal)
                    .ThenBy(source => source.Party, StringComparer.Ordinal);
                return new IdentityValue { Value = value.Key, Sources = { sources } };
            });
            yield return new IdentityFact
            {
                Field = fact.Key,
                Values =
                {
                    values.OrderByDescending(value => value.Sources[0].StatedOn, StringComparer.Ordinal)
                        .ThenBy(value => value.Value, StringComparer.Ordinal),
                },
            };
        }
    }

    private static (string Field, string Value)[] FactsOf(V1.Subject named) =>
    [
        ("name", named.Name), ("legal_representative", named.LegalRepresentative?.Name ?? ""), ("address", named.Address),
        ("industry", named.Industry),
    ];

    private static IdentitySource SourceOf(string party, FiledDossier[] dossiers)
    {
        var newest = dossiers.MaxBy(dossier => (dossier.Current.Statement.PublishedAt, dossier.PositionOf(dossier.Current)))!;
        return new IdentitySource
        {
            Party = party,
            Dossier = newest.Id.ToString(),
            RecordId = newest.Current.Statement.Record.ToString(),
            Version = newest.Current.Version,
            StatedOn = CivilDates.Format(newest.Current.Statement.PublishedOn),
            Records = dossiers.Length,
        };
    }
}
