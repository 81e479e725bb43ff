using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.EventLog;
using ExchangeHub.HandOvers;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>Reads joint cases and the joint team from the log, folded.</summary>
internal sealed class CaseFiles(NetworkInForce network, IEventLog log, IEventCodec codec)
{
    /// <summary>Names the party for which a node speaks.</summary>
    public Jurisdiction? PartyOf(NodeId node) => network().Nodes.GetValueOrDefault(node)?.Party;

    /// <summary>Reads what was filed in a stream of acts.</summary>
    public async Task<ImmutableArray<FiledStatement>> ReadAsync(string stream, CancellationToken cancellation) =>
    [
        .. (await log.ReadStreamAsync(stream, afterRevision: 0, cancellation)).Select(codec.DecodeDossier)
            .OfType<DossierEvent.StatementFiled>().Select(filed => new FiledStatement(filed.Statement, filed.ReceivedAt)),
    ];

    /// <summary>Folds the team.</summary>
    public Team TeamOf(IEnumerable<FiledStatement> acts) => acts.Aggregate(
        Team.Empty, (team, filed) => PartyOf(filed.Statement.Node) is { } party ? team.Apply(filed.Statement, party) : team);

    /// <summary>Looks for a record on behalf of a party.</summary>
    public async Task<NamedRecord> FindAsync(DossierId? dossier, Jurisdiction party, CancellationToken cancellation)
    {
        if (dossier is not { } named)
        {
            return NamedRecord.None;
        }

        var facts = await FactsAsync(named, cancellation);
        return facts.Current is not null && Audience.Includes(network(), facts, party)
            ? new NamedRecord(true, HandOver.Of(facts, PartyOf, WorkingDays.Announced) is not null)
            : NamedRecord.None;
    }

    /// <summary>Reads what is known of a record.</summary>
    public async Task<DossierFacts> FactsAsync(DossierId dossier, CancellationToken cancellation) =>
        (await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
            .Select(codec.DecodeDossier).Aggregate(DossierState.Empty, Dossier.Evolve).Facts;
}
