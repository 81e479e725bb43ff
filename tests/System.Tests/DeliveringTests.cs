using System.Threading.Channels;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Deliveries;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExchangeHub.SystemTests;

/// <summary>A subscriber hears how far it has everything, whatever happens in the log that is not for it: whoever hears nothing
/// for long takes the hub for gone.</summary>
public sealed class DeliveringTests : IAsyncDisposable, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly EventCodec _codec = new(new StatementReader());
    private readonly InMemoryEventLog _log = new();
    private readonly CancellationTokenSource _ending = new(Patience);
    private readonly DeliveryFeed _feed;
    private Task _delivering = Task.CompletedTask;

    public DeliveringTests() => _feed = new DeliveryFeed(
        _log, _codec, () => throw new InvalidOperationException("No rule decides what is delivered here."),
        NullLogger<DeliveryFeed>.Instance);

    public Task InitializeAsync() => _feed.StartAsync(CancellationToken.None);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
        _ending.Dispose();
    }

    [Fact]
    public async Task Whoever_got_a_delivery_is_told_of_what_follows_it_long_before_it_would_be_silent()
    {
        var said = Begin(silenceMax: TimeSpan.FromDays(1));
        Assert.Equal(0, (await said.ReadAsync(_ending.Token)).Heartbeat.HeadPosition);

        await AppendAsync(("subject-a", Nothing()), (IdOf(31).Stream, Conflict()), ("subject-b", Nothing()));

        Assert.Equal(2, (await said.ReadAsync(_ending.Token)).Delivery.Position);
        Assert.Equal(3, (await said.ReadAsync(_ending.Token)).Heartbeat.HeadPosition);
    }

    [Fact]
    public async Task Whoever_gets_nothing_hears_of_the_head_while_others_are_busy()
    {
        var said = Begin(silenceMax: TimeSpan.FromMilliseconds(200));
        using var enough = new CancellationTokenSource();
        var busy = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await AppendAsync(("subject-a", Nothing()));
                await Task.Yield();
            }
        });
        var heads = new List<long>();

        // Until the others were busy: whose turn it is among them is a matter of the machine.
        while (heads.Count < 4 || heads[^1] == heads[0])
        {
            var response = await said.ReadAsync(_ending.Token);
            heads.Add(response.Heartbeat?.HeadPosition ?? response.CatchingUp.Position);
        }

        await enough.CancelAsync();
        await busy;
        Assert.Equal(heads.Order(), heads);
        Assert.True(heads[^1] > heads[0]);
    }

    [Fact]
    public async Task Whoever_begins_far_behind_hears_how_far_the_hub_has_looked()
    {
        for (var count = 0; count < 20; count++)
        {
            await AppendAsync([.. Enumerable.Range(0, 500).Select(number => ($"subject-{number}", Nothing()))]);
        }

        await _feed.WaitForMoreAsync(9_999, _ending.Token);
        var said = Begin(silenceMax: TimeSpan.FromTicks(1));

        Assert.Equal(500, (await said.ReadAsync(_ending.Token)).CatchingUp.Position);
        while ((await said.ReadAsync(_ending.Token)).Heartbeat?.HeadPosition != 10_000)
        {
        }
    }

    private ChannelReader<SubscribeResponse> Begin(TimeSpan silenceMax)
    {
        var said = new Said();
        var filter = new DeliveryFilter(
            new SubscribeRequest { Subscription = "test", Receiver = "310118" }, Jurisdiction.Parse("310118"), isPublic: false);
        var delivering = new Delivering(
            _feed, filter, said, head => new Heartbeat { HeadPosition = head }, _ => { }, position: 0);
        _delivering = delivering.RunAsync(silenceMax, _ending.Token).ContinueWith(
            ended => said.Responses.Writer.TryComplete(ended.Exception), TaskScheduler.Default);
        return said.Responses.Reader;
    }

    private Task<AppendOutcome> AppendAsync(params IEnumerable<(string Stream, NewEvent Event)> events) => _log.AppendAsync(
        new AppendRequest(
            [.. events.Select(one => new StreamAppend(one.Stream, null, [one.Event]))], DateTimeOffset.UnixEpoch),
        _ending.Token);

    private NewEvent Conflict() => _codec.Encode(Guid.CreateVersion7(), new DossierEvent.ConflictChanged(new ConflictFact(
        IdOf(32), ConflictState.Open, new DateOnly(2026, 7, 16),
        "node:320509/1", DateTimeOffset.UnixEpoch)));

    private static DossierId IdOf(int number) =>
        DossierId.TryParse($"penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第{number}号", out var id) ? id
            : throw new InvalidOperationException("The dossier has no name.");

    // What no subscriber is given.
    private static NewEvent Nothing() => new(Guid.CreateVersion7(), "nothing.v1", ReadOnlyMemory<byte>.Empty);

    private sealed class Said : IServerStreamWriter<SubscribeResponse>
    {
        public Channel<SubscribeResponse> Responses { get; } = Channel.CreateUnbounded<SubscribeResponse>();

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(SubscribeResponse message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(SubscribeResponse message, CancellationToken cancellationToken) =>
            Responses.Writer.WriteAsync(message, cancellationToken).AsTask();
    }
}
