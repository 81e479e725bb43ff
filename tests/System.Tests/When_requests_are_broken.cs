using System.Diagnostics;
using System.Net;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Bytes that no client of ours would send. Each has one answer, none costs the hub more than a message of the largest size, and
/// the log stays as it was.
/// </summary>
public sealed class When_requests_are_broken(SharedHub shared) : IClassFixture<SharedHub>, IDisposable
{
    private const string Publish = "/exchangehub.publication.v1.PublicationService/Publish";
    private const string PublishStream = "/exchangehub.publication.v1.PublicationService/PublishStream";
    private const int LimitBytes = (1024 * 1024) + 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly BareCaller _caller = new(shared.Hub.Address);

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public Task A_message_above_the_limit_is_refused(string method) =>
        RefusedAsync(new BareRequest(method, BareCaller.Frame(new byte[LimitBytes + 1])), StatusCode.ResourceExhausted);

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public Task A_length_of_two_gigabytes_is_refused_before_they_are_sent(string method) =>
        RefusedAsync(new BareRequest(method, new byte[] { 0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3 }) { IsWhole = false },
            StatusCode.ResourceExhausted);

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public async Task A_small_message_that_grows_over_the_limit_is_refused_before_it_has(string method)
    {
        var before = shared.Hub.Footprint();
        var bomb = BareCaller.Zeros(megabytes: 500);
        Assert.InRange(bomb.Length, 1, LimitBytes);

        await RefusedAsync(
            new BareRequest(method, BareCaller.Frame(bomb, compressed: true))
            {
                Headers = new Dictionary<string, string> { ["grpc-encoding"] = "gzip" },
            },
            StatusCode.ResourceExhausted);

        Assert.InRange(shared.Hub.Footprint().ResidentMegabytes, 1, before.ResidentMegabytes + 60);
    }

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public Task A_compression_that_nobody_knows_is_refused(string method) => RefusedAsync(
        new BareRequest(method, BareCaller.Frame([1, 2, 3], compressed: true))
        {
            Headers = new Dictionary<string, string> { ["grpc-encoding"] = "lzma" },
        },
        StatusCode.Unimplemented);

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public Task Half_a_message_and_the_end_is_refused(string method) =>
        RefusedAsync(new BareRequest(method, HalfAMessage()), StatusCode.Internal);

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public async Task Half_a_message_and_silence_ends_with_the_deadline(string method)
    {
        var answer = await _caller.CallAsync(
            new BareRequest(method, HalfAMessage())
            {
                IsWhole = false,
                Headers = new Dictionary<string, string> { ["grpc-timeout"] = "1S" },
            },
            _patience.Token);

        // The reset that follows the status may overtake it: the caller's own clock says the same then.
        Assert.True(answer.Status is StatusCode.DeadlineExceeded or StatusCode.Cancelled, answer.ToString());
        await StillAnswersAsync();
    }

    [Fact]
    public async Task Half_a_message_and_silence_without_a_deadline_costs_the_caller_its_connection()
    {
        var watch = Stopwatch.StartNew();

        var answer = await _caller.CallAsync(new BareRequest(Publish, HalfAMessage()) { IsWhole = false }, _patience.Token);

        // The server aborts the connection; whether the end of the stream or that of the connection is seen first is chance.
        Assert.Contains(answer.Status, (StatusCode?[])[StatusCode.Unavailable, StatusCode.Cancelled]);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        await StillAnswersAsync();
    }

    [Theory]
    [InlineData(Publish)]
    [InlineData(PublishStream)]
    public Task What_is_no_message_at_all_is_refused(string method) =>
        // The gRPC library reads messages before it asks anything of ours; this is its answer everywhere.
        RefusedAsync(new BareRequest(method, BareCaller.Frame([0xff, 0xff, 0xff, 0xff])), StatusCode.Unknown);

    [Theory]
    [InlineData(Publish, "application/json")]
    [InlineData(PublishStream, "text/plain")]
    public async Task Another_content_type_is_refused(string method, string contentType)
    {
        var answer = await _caller.CallAsync(
            new BareRequest(method, BareCaller.Frame(new PublishRequest())) { ContentType = contentType }, _patience.Token);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, StatusCode.Internal), (answer.Http, answer.Status));
        await StillAnswersAsync();
    }

    [Fact]
    public Task A_method_that_does_not_exist_is_unimplemented() => RefusedAsync(
        new BareRequest("/exchangehub.publication.v1.PublicationService/Unpublish", BareCaller.Frame(new PublishRequest())),
        StatusCode.Unimplemented);

    public void Dispose()
    {
        _patience.Dispose();
        _caller.Dispose();
    }

    private static byte[] HalfAMessage() => [0, 0, 0, 1, 0, .. new byte[100]];

    private async Task RefusedAsync(BareRequest request, StatusCode expected)
    {
        var answer = await _caller.CallAsync(request, _patience.Token);

        Assert.Equal((HttpStatusCode.OK, expected), (answer.Http, answer.Status));
        await StillAnswersAsync();
    }

    /// <summary>Nothing was taken: the log has no event besides those at first, and says so at once.</summary>
    private async Task StillAnswersAsync()
    {
        using var call = new DeliveryService.DeliveryServiceClient(shared.Channel).Subscribe(
            new SubscribeRequest { Subscription = "still there", Receiver = "310118", AfterPosition = 0 },
            cancellationToken: _patience.Token);
        Assert.True(await call.ResponseStream.MoveNext(_patience.Token));
        Assert.Equal(HubProcess.EventsAtFirst, call.ResponseStream.Current.Heartbeat.HeadPosition);
    }
}
