using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>What a state root is reckoned from must be the same as of a position whenever it is asked, and after a
/// rebuild.</summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_states_are_indexed(PostgresServer server) : IAsyncLifetime, IDisposable
{
    private const string Firm = "91330421MAHUB003XA";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly StatementReader Reader = new();
    private static readonly EventCodec Codec = new(Reader);

    private readonly CancellationTokenSource _ending = new();
    private NpgsqlDataSource _database = null!;
    private PostgresEventLog _log = null!;
    private ProjectionRunner _runner = null!;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _log = new(_database, TimeProvider.System);
        _runner = new ProjectionRunner(_log, _database, new StateProjection(Codec), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _ending.Dispose();

    [Fact]
    public async Task The_newest_statement_and_the_decisions_in_force_are_told_as_of_any_position()
    {
        var running = _runner.RunAsync(_ending.Token);
        var (first, second) = (Entry(1), Entry(2));
        var head = 0L;
        foreach (var (record, happened) in new (Record, DossierEvent)[]
        {
            (first, Filed(first)), (first, Decided("other-districts")), (first, Decided("310118")),
            (second, Filed(second)), (first, Decided("other-districts")), (Samples.Permit(), Filed(Samples.Permit())),
        })
        {
            head = await AppendAsync(Dossier(record), happened);
        }

        var index = new StateTable(_database, _runner);
        await index.WaitForAsync(head, CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(["1:2,3"], await RowsAsync(index, 3));
        Assert.Equal(["1:2,3", "4:"], await RowsAsync(index, 4));
        var now = await RowsAsync(index, head);
        Assert.Equal(["1:3,5", "4:"], now);
        Assert.Empty(await RowsAsync(index, head, "91320509MAHUB0013D"));
        Assert.True(await index.HasChangedAsync(RecordKind.Blacklist, 4, 5, CancellationToken.None));
        Assert.False(await index.HasChangedAsync(RecordKind.Blacklist, 5, head, CancellationToken.None));

        _ = await new ProjectionRebuild(_log, _database, new StateProjection(Codec))
            .RunAsync(_ => Task.CompletedTask, CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(now, await RowsAsync(index, head));
        Assert.Equal(["1:2,3"], await RowsAsync(index, 3));
        await _ending.CancelAsync();
        await running;
    }

    [Fact]
    public async Task The_newest_root_of_a_kind_is_found_as_of_a_position()
    {
        var running = _runner.RunAsync(_ending.Token);
        var index = new StateTable(_database, _runner);
        Assert.Null(await index.FindRootAsync(RecordKind.Permit, long.MaxValue, CancellationToken.None));
        var (one, other) = (Root(RecordKind.Permit, 7), Root(RecordKind.Blacklist, 8));
        foreach (var root in (StateRoot[])[one, other, one with { UpTo = 9 }])
        {
            await index.WaitForAsync(await AppendAsync(root), CancellationToken.None).WaitAsync(Soon);
        }

        var newest = await index.FindRootAsync(RecordKind.Permit, long.MaxValue, CancellationToken.None);
        Assert.Equal((3L, 2L, one with { UpTo = 9 }), (newest!.Position, newest.Revision, newest.Root));
        Assert.Equal(one, (await index.FindRootAsync(RecordKind.Permit, 2, CancellationToken.None))!.Root);
        Assert.Equal(other, (await index.FindRootAsync(RecordKind.Blacklist, 3, CancellationToken.None))!.Root);
        await _ending.CancelAsync();
        await running;
    }

    private static async Task<List<string>> RowsAsync(StateTable index, long upTo, string? subject = Firm)
    {
        var rows = new List<string>();
        await foreach (var row in index.ReadAsync(RecordKind.Blacklist, subject, upTo, CancellationToken.None))
        {
            Assert.Equal(Firm, row.Subject);
            rows.Add($"{row.Statement}:{string.Join(',', row.Decisions)}");
        }

        return rows;
    }

    private static Record Entry(int number)
    {
        var record = Samples.Blacklist();
        record.RecordId = $"urn:eeh:blacklist:330421:01KXKJ3V5WQ8H2N6B4T7R9M1X{number}";
        record.Blacklist.DocumentNumber = $"嘉环（善）失信〔2026〕{number}号";
        return record;
    }

    private static DossierId Dossier(Record record) => Read(record).Dossier;

    private static Statement Read(Record record) => Reader.Read(Payload(record)).Statement!;

    private static ReadOnlyMemory<byte> Payload(Record record)
    {
        if (record.RecordId.Length == 0)
        {
            record.RecordId = "urn:eeh:permit:310118:01KXKJ3V5WQ8H2N6B4T7R9M1X3";
        }

        return Samples.Payload(record, $"node:{record.Jurisdiction}");
    }

    private static DossierEvent.StatementFiled Filed(Record record) => new(
        new Envelope(Envelope.StatementType, Payload(record), "", new byte[64]), Read(record), Disposition.Accepted,
        Samples.PublishedAt);

    private static DossierEvent.Decided Decided(string receivers) => new(new Decision(
        1, 0, RecordId.Parse("urn:eeh:blacklist:330421:01KXKJ3V5WQ8H2N6B4T7R9M1X1"), 1,
        Jurisdiction.TryParse(receivers, out var only) ? Receivers.Just(only) : Receivers.All(receivers, []),
        new Assessment(Outcome.Recognised, [], new DateOnly(2026, 7, 16), Awaiting.Nothing), "agr:yrd-demo-2020/v3",
        Samples.PublishedAt));

    private static StateRoot Root(RecordKind kind, long upTo) => new(
        kind, upTo, 0, MerkleTree.EmptyRoot, [.. Enumerable.Repeat((byte)7, StateRoot.BlindingBytes)]);

    private Task<long> AppendAsync(DossierId dossier, DossierEvent happened) =>
        AppendAsync(dossier.Stream, Codec.Encode(Guid.CreateVersion7(), happened));

    private Task<long> AppendAsync(StateRoot root) => AppendAsync(
        StateRoot.StreamOf(root.Kind), new NewEvent(Guid.CreateVersion7(), StateRoot.EventType, root.ToBytes()));

    private async Task<long> AppendAsync(string stream, NewEvent happened)
    {
        var outcome = await _log.AppendAsync(
            new AppendRequest([new StreamAppend(stream, null, [happened])], Samples.PublishedAt), CancellationToken.None);
        return Assert.IsType<AppendOutcome.Appended>(outcome).LastPosition;
    }
}
