using System.Collections.Concurrent;
using System.Net;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Network = ExchangeHub.Agreements.Network;
using WireDisposition = ExchangeHub.Protos.Publication.V1.Disposition;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// A hub in this process, with a list in the place of the log, that decides with the real core and keeps the wire contract,
/// except for the faults that a test asks for.
/// </summary>
internal sealed class LittleHub : IAsyncDisposable
{
    private static readonly StatementReader Reader = new();

    private readonly Lock _gate = new();
    private readonly List<Delivery> _log = [];
    private readonly Dictionary<(string Node, long Sequence), Receipt> _receipts = [];
    private readonly Dictionary<DossierId, DossierState> _dossiers = [];
    private readonly Dictionary<string, SubjectState> _subjects = new(StringComparer.Ordinal);
    private readonly Network _network = Agreements.NetworkFile.Parse(DemoNetwork.Json([]), new RuleFiles.RuleSetFolder("/").Read);
    private readonly Dictionary<RecordId, CitedState> _cited = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;

    /// <summary>Gets the address, the same after every start.</summary>
    public string Address { get; private set; } = "http://127.0.0.1:0";

    /// <summary>Gets the faults of this hub.</summary>
    public Faults Faults { get; } = new();

    /// <summary>Gets every envelope that came, repetitions too, in the order in which they came.</summary>
    public ConcurrentQueue<WireEnvelope> Came { get; } = new();

    /// <summary>Gets the acknowledged position of each subscription.</summary>
    public ConcurrentDictionary<string, long> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets how many publishing streams were opened.</summary>
    public int Streams => _streams;

    private int _streams;

    /// <summary>Gets the position of the last event.</summary>
    public long Head
    {
        get
        {
            lock (_gate)
            {
                return _log.Count;
            }
        }
    }

    /// <summary>Gets the sequences that are held of a node, in order.</summary>
    public IReadOnlyList<long> Held(string node)
    {
        lock (_gate)
        {
            return [.. _receipts.Keys.Where(key => key.Node == node).Select(key => key.Sequence).Order()];
        }
    }

    public async Task<LittleHub> StartAsync()
    {
        var port = new Uri(Address).Port;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        _app = builder.Build();
        _app.MapGrpcService<LittlePublications>();
        _app.MapGrpcService<LittleDeliveries>();
        await _app.StartAsync();
        Address = _app.Urls.Single();
        return this;
    }

    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Takes a statement as the hub would, by whatever channel it came.</summary>
    public Receipt Take(WireEnvelope envelope)
    {
        Came.Enqueue(envelope);
        var statement = Reader.Read(envelope.Payload.Memory).Statement ?? throw new InvalidOperationException(
            "A node sent what cannot be read.");
        lock (_gate)
        {
            if (!_receipts.TryGetValue((statement.Node.ToString(), statement.Sequence), out var receipt))
            {
                receipt = File(envelope, statement);
                _receipts[(statement.Node.ToString(), statement.Sequence)] = receipt;
            }

            return receipt;
        }
    }

    /// <summary>Puts an event into the log that nobody decided.</summary>
    public void Forge(Delivery delivery)
    {
        lock (_gate)
        {
            Append(delivery);
            Move();
        }
    }

    /// <summary>Forgets everything after a position.</summary>
    public void LoseHistoryAfter(long position)
    {
        lock (_gate)
        {
            _log.RemoveRange((int)position, _log.Count - (int)position);
        }
    }

    /// <summary>Gets what follows a position, and a task that completes when there is more.</summary>
    public (IReadOnlyList<Delivery> Deliveries, Task Moved) After(long position)
    {
        lock (_gate)
        {
            return ([.. _log.Skip((int)position)], _moved.Task);
        }
    }

    private Receipt File(WireEnvelope wire, Statement statement)
    {
        var context = FilingContext.Empty;
        while (Filing.Missing(_network, context, statement) is { IsNothing: false } unread)
        {
            context = new FilingContext(
                context.Dossiers.AddRange(
                    unread.Dossiers.Select(id => KeyValuePair.Create(id, _dossiers.GetValueOrDefault(id, DossierState.Empty)))),
                context.Subjects.AddRange(unread.Subjects.Select(code =>
                    KeyValuePair.Create(code, _subjects.GetValueOrDefault(code, SubjectState.Empty)))),
                context.Cited.AddRange(
                    unread.Cited.Select(id => KeyValuePair.Create(id, _cited.GetValueOrDefault(id, CitedState.Empty)))));
        }

        var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
        var result = Filing.File(_network, context, envelope, statement, statement.PublishedAt);
        Assert.True(result.Rejection is null, result.Rejection?.Message.English);
        var position = _log.Count + 1;
        foreach (var (dossier, events) in result.Dossiers)
        {
            _dossiers[dossier] = events.Aggregate(_dossiers.GetValueOrDefault(dossier, DossierState.Empty), Dossier.Evolve);
            foreach (var happened in events)
            {
                Append(LittleWire.From(dossier, happened));
            }
        }

        foreach (var (subject, events) in result.Subjects)
        {
            _subjects[subject] = events.Aggregate(_subjects.GetValueOrDefault(subject, SubjectState.Empty), SubjectFile.Evolve);
        }

        foreach (var (record, events) in result.Cited)
        {
            _cited[record] = events.Aggregate(_cited.GetValueOrDefault(record, CitedState.Empty), CitedRecord.Evolve);
        }

        Move();
        return new Receipt
        {
            Node = statement.Node.ToString(),
            Sequence = statement.Sequence,
            StatementDigest = ByteString.CopyFrom(Dsse.DigestOf(envelope).ToBytes().AsSpan()),
            Position = position,
            LastPosition = _log.Count,
            ReceivedAt = Timestamp.FromDateTimeOffset(statement.PublishedAt),
            Disposition = (WireDisposition)result.Disposition,
            Dossier = statement.Dossier.ToString(),
        };
    }

    private void Append(Delivery delivery)
    {
        delivery.Position = _log.Count + 1;
        _log.Add(delivery);
    }

    private void Move() => Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Counts a publishing stream.</summary>
    public void StreamOpened() => Interlocked.Increment(ref _streams);
}

/// <summary>What a hub may do wrong.</summary>
internal sealed class Faults
{
    private int _answersLeft = int.MaxValue;

    /// <summary>Gets or sets what a statement is answered with instead of a receipt; null for a receipt.</summary>
    public Func<Statement, Google.Rpc.Status?> Rejects { get; set; } = _ => null;

    /// <summary>Gets or sets what a delivery is changed into on its way; null loses it.</summary>
    public Func<Delivery, Delivery?> Delivers { get; set; } = delivery => delivery;

    /// <summary>Gets or sets a value indicating whether publishing streams end at once, without an error.</summary>
    public bool EndsStreamsAtOnce { get; set; }

    /// <summary>Gets or sets the longest time between two deliveries without a heartbeat.</summary>
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Cuts the connection after some answers, once.</summary>
    public void CutAfter(int answers) => Volatile.Write(ref _answersLeft, answers);

    /// <summary>Says whether the connection is to be cut instead of one more answer.</summary>
    public bool Cuts()
    {
        if (Interlocked.Decrement(ref _answersLeft) >= 0)
        {
            return false;
        }

        Volatile.Write(ref _answersLeft, int.MaxValue);
        return true;
    }
}
