using System.Diagnostics.Metrics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Microsoft.Extensions.Logging.Abstractions;
using Wire = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Two hubs write one log. Entries cite a penalty through both of them while it is revoked: an entry that is filed at the moment
/// of the revocation must not slip through between the one that reads who cites and the one that writes that it cites.
/// </summary>
public sealed class When_two_hubs_follow_one_citation : IDisposable
{
    private const int Entries = 60;

    private readonly NodeVoice _wujiang = new("320509");
    private readonly NodeVoice _jiashan = new("330421");
    private readonly InMemoryEventLog _log = new();
    private readonly EventCodec _codec = new(new StatementReader());
    private readonly Network _network;

    public When_two_hubs_follow_one_citation() => _network =
        NetworkFile.Parse(DemoNetwork.Json([_wujiang, _jiashan]), new RuleFiles.RuleSetFolder("/").Read);

    public void Dispose()
    {
        _wujiang.Dispose();
        _jiashan.Dispose();
    }

    [Fact]
    public async Task No_entry_slips_through()
    {
        Publisher[] hubs = [Hub(), Hub()];
        var penalty = Carriers.Penalty(1);
        _ = await FileAsync(hubs[0], _wujiang.Say(penalty, Samples.PublishedAt));
        var said = Enumerable.Range(1, Entries).Select(number => _jiashan.Say(Carriers.Entry(number, 1), Samples.PublishedAt))
            .ToList();
        said.Insert(Entries / 2, _wujiang.Revoke(1));

        var filed = await Task.WhenAll(
            said.Select((envelope, index) => Task.Run(() => FileAsync(hubs[index % hubs.Length], envelope))));

        var dossiers = filed.Select(one => one.Statement.Dossier).Where(dossier => dossier.Kind == RecordKind.Blacklist)
            .ToHashSet();
        var cited = (await _log.ReadStreamAsync(CitedRecord.Stream(RecordId.Parse(penalty.RecordId)), 0, CancellationToken.None))
            .Aggregate(CitedState.Empty, (state, logged) => CitedRecord.Evolve(state, _codec.DecodeCited(logged)));
        Assert.Equal(Entries, dossiers.Count);
        Assert.Equal(dossiers, cited.CitedBy.Select(citing => citing.Dossier).ToHashSet());
        foreach (var dossier in dossiers)
        {
            var state = (await _log.ReadStreamAsync(dossier.Stream, 0, CancellationToken.None))
                .Aggregate(DossierState.Empty, (folded, logged) => Dossier.Evolve(folded, _codec.DecodeDossier(logged)));
            Assert.Equal(Outcome.Terminated, state.For(Jurisdiction.Parse("310118"), _network)?.Assessment.Outcome);
        }
    }

    // Whoever loses too often is told to send the statement again, and does.
    private static async Task<Filed> FileAsync(Publisher hub, Wire.Envelope envelope)
    {
        while (true)
        {
            var (filed, _) = await hub.PublishAsync(WireRecords.From(envelope), CancellationToken.None);
            if (filed is not null)
            {
                return filed;
            }
        }
    }

    private Publisher Hub()
    {
        var streams = new Streams(_log, _codec);
        var metrics = new HubMetrics(new Meters());
        return new Publisher(
            () => _network,
            new Quarantine(
                new StatementGate(_network, new StatementReader(), TimeProvider.System), new NothingPutAside(),
                TimeProvider.System, metrics, NullLogger<Quarantine>.Instance),
            streams,
            new Acceptance(_log, _codec),
            new CaseFiling(() => _network, new CaseFiles(() => _network, _log, _codec), _codec),
            TimeProvider.System,
            metrics,
            NullLogger<Publisher>.Instance);
    }

    private sealed class NothingPutAside : IQuarantine
    {
        public Task PutAsync(QuarantinedStatement entry, Envelope? content, CancellationToken cancellation) =>
            throw new InvalidOperationException("Nothing here is turned away at the door.");

        public Task<QuarantinedStatement?> FindAsync(Digest statement, DateTimeOffset at, CancellationToken cancellation) =>
            Task.FromResult<QuarantinedStatement?>(null);
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose() { }
    }
}
