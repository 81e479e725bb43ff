using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Cases across districts by whatever the officer happens to know, asked of a running hub: the conditions arrive on the other
/// side, those that say nothing are turned down by name, and a rebuild disturbs nobody.
/// </summary>
public sealed class When_an_officer_searches : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice _wujiang = new("320509");
    private HubProcess _hub = null!;
    private GrpcChannel _channel = null!;
    private QueryService.QueryServiceClient _queries = null!;
    private long _position;

    public async Task InitializeAsync()
    {
        _hub = new HubProcess([_wujiang]);
        await _hub.StartAsync();
        _channel = _hub.Connect();
        _queries = new(_channel);
        foreach (var number in Enumerable.Range(1, 3))
        {
            var record = Carriers.Penalty(number);
            record.Subjects[0] = Samples.Firm();
            record.Subjects[0].Industry = "C1752";
            record.Penalty.ViolationCode = $"W-{number}";
            _position = (await new PublicationService.PublicationServiceClient(_channel).PublishAsync(
                new PublishRequest { Envelope = _wujiang.Say(record, Samples.PublishedAt) })).Receipt.LastPosition;
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
        _wujiang.Dispose();
    }

    [Fact]
    public async Task Decisions_are_counted_for_each_receiver_and_the_counts_lead_to_the_records()
    {
        _ = await FindAsync(new FindRecordsRequest { Kind = "penalty", Jurisdiction = "320509", AtPosition = _position });
        var counted = await _queries.CountDecisionsAsync(new() { DecidedFrom = "2026-01-01", DecidedTo = "2026-12-31" });

        Assert.Equal(["310118", "330421"], counted.Counts.Select(count => count.Receiver).Distinct());
        foreach (var count in counted.Counts)
        {
            var found = await FindAsync(new FindRecordsRequest
            {
                Jurisdiction = count.Jurisdiction,
                Kind = count.Kind,
                OutcomeOf = count.Receiver,
                Outcome = count.Outcome,
                DecidedFrom = "2026-01-01",
                DecidedTo = "2026-12-31",
            });
            Assert.Equal(count.Count, found.Records.Count);
        }

        Assert.Equal(6, counted.Counts.Sum(count => count.Count)); // three records for two receivers
        Assert.Empty((await _queries.CountDecisionsAsync(
            new() { DecidedFrom = "2026-01-01", DecidedTo = "2026-12-31", Kind = "permit" })).Counts);
        foreach (var (from, to, kind) in new[]
        {
            ("2025-01-01", "2026-12-31", ""), ("2026-12-31", "2026-01-01", ""), ("2026-01-01", "2026-12-31", "x"), ("", "", ""),
        })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await _queries.CountDecisionsAsync(
                new() { DecidedFrom = from, DecidedTo = to, Kind = kind }));
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Operators_see_who_is_connected_and_how_far_behind()
    {
        const string Inbox = "node:330421/inbox";
        var operation = new OperationService.OperationServiceClient(_channel);
        var deliveries = new DeliveryService.DeliveryServiceClient(_channel);
        async Task<Peer> JiashanAsync() =>
            (await operation.ListPeersAsync(new())).Peers.Single(peer => peer.Member == "node:330421");
        Assert.Equal((false, null, 0), (
            (await JiashanAsync()).IsConnected, (await JiashanAsync()).LastHeardAt, (await JiashanAsync()).Subscriptions.Count));

        using (var call = deliveries.Subscribe(new() { Subscription = Inbox, Receiver = "330421", AfterPosition = 0 }))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            var behind = await JiashanAsync();
            var inbox = Assert.Single(behind.Subscriptions);
            Assert.Equal((true, true, true, 0L), (behind.IsNode, behind.IsConnected, inbox.IsOpen, inbox.Acknowledged));
            Assert.InRange(inbox.Behind, 3, 30);
            Assert.True(inbox.BehindFor.ToTimeSpan() > TimeSpan.Zero);
            Assert.NotNull(behind.LastHeardAt);

            await deliveries.AcknowledgeAsync(new() { Subscription = Inbox, Position = _position });
            var done = Assert.Single((await JiashanAsync()).Subscriptions);
            Assert.Equal((_position, 0, null), (done.Acknowledged, done.Behind, done.BehindFor));
            Assert.NotNull(done.AcknowledgedAt);
        }

        await Node.Eventually.HoldsAsync(async () => !(await JiashanAsync()).IsConnected);
    }

    [Fact]
    public async Task Everything_that_is_known_of_a_case_leads_to_it()
    {
        var found = await FindAsync(new FindRecordsRequest
        {
            Kind = "penalty",
            Jurisdiction = "320509",
            Issuer = "11320500MAHUBWJ11X",
            SubjectName = "汾湖锦兰纺织",
            Industry = "17",
            Violation = "w-2",
            WaterBody = "太浦河",
            OutcomeOf = "330421",
            Outcome = Outcome.RecognisedWithFlag,
            Near = new GeoPoint { LatitudeMicrodegrees = 31_022_000, LongitudeMicrodegrees = 120_843_000 },
            WithinMetres = 100,
            DecidedFrom = "2026-07-10",
            DecidedTo = "2026-07-10",
            WithTotal = true,
        });

        var record = Assert.Single(found.Records);
        Assert.Equal(
            ("苏环行罚字〔2026〕09第2号", "11320500MAHUBWJ11X", "W-2", "太浦河", "1752", 31_022_500),
            (record.DocumentNumber, record.Issuer, record.Violation, record.WaterBody, Assert.Single(record.Industries),
                record.Place.LatitudeMicrodegrees));
        Assert.Equal((1, false), (found.Total, found.TotalIsLeast));
        Assert.Equal(3, (await FindAsync(new FindRecordsRequest { WaterBody = "太浦河", PageSize = 1, WithTotal = true })).Total);
        Assert.Empty((await FindAsync(new FindRecordsRequest { WaterBody = "太浦河", Reason = "TRM-INVALID" })).Records);
    }

    [Fact]
    public async Task A_condition_that_says_nothing_alone_is_named()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => FindAsync(new FindRecordsRequest
        {
            Outcome = Outcome.Refused, WithinMetres = 10, Industry = "C1", SubjectName = "（）",
        }));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.All(
            (string[])["outcome_of:", "near:", "industry:", "subject_name:"],
            field => Assert.Contains(field, failure.Status.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_model_is_made_anew_by_one_command()
    {
        var before = await FindAsync(new FindRecordsRequest { WaterBody = "太浦河" });

        var told = await RunningZone.RunAtAsync(_hub.Address, "models", "rebuild", "records", "--lang", "en", "-o", "table");

        Assert.Matches(@"\ARebuilt up to position [0-9]+, and in use\.\n\z", told);
        Assert.Equal(before.Records, (await FindAsync(new FindRecordsRequest { WaterBody = "太浦河" })).Records);
        var models = await new OperationService.OperationServiceClient(_channel).ListReadModelsAsync(new());
        Assert.Contains(models.ReadModels, model => model.Name == "records" && model.Position >= _position && !model.IsStopped);
        Assert.Contains(
            "[exit", await RunningZone.RunAtAsync(_hub.Address, "models", "rebuild", "none"), StringComparison.Ordinal);
    }

    private async Task<FindRecordsResponse> FindAsync(FindRecordsRequest request)
    {
        request.AtPosition = _position;
        return await _queries.FindRecordsAsync(request);
    }
}
