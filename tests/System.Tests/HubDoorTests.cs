using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests;

/// <summary>A hub for tests that do not hurt it.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    internal NodeVoice Qingpu { get; } = new("310118");

    internal NodeVoice Wujiang { get; } = new("320509");

    internal NodeVoice Jiashan { get; } = new("330421");

    internal NodeVoice Arbiter { get; } = new("310000");

    internal NodeVoice Stranger { get; } = new("320505");

    internal HubProcess Hub { get; private set; } = null!;

    internal GrpcChannel Channel { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Hub = new HubProcess([Qingpu, Wujiang, Jiashan, Arbiter]);
        await Hub.StartAsync();
        Channel = Hub.Connect();
    }

    public async Task DisposeAsync()
    {
        Channel.Dispose();
        await Hub.DisposeAsync();
    }
}

/// <summary>
/// What the hub answers to statements that must not get in: one status, one reason, a text that names the field, what was found
/// and what was expected; and nothing is stored.
/// </summary>
public sealed class HubDoorTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly PublicationService.PublicationServiceClient _publications = new(shared.Channel);

    [Fact]
    public async Task An_empty_request_is_told_that_the_envelope_is_missing() =>
        await Refused(new Envelope(), StatusCode.InvalidArgument, "1003", "envelope.payload_type");

    [Fact]
    public async Task A_changed_payload_does_not_verify()
    {
        var envelope = shared.Wujiang.Say(Samples.Penalty(), Samples.PublishedAt);
        var payload = envelope.Payload.ToByteArray();
        payload[^1] ^= 1;
        envelope.Payload = ByteString.CopyFrom(payload);

        await Refused(envelope, StatusCode.InvalidArgument, "1010", "REF-SIG-INVALID");
    }

    [Fact]
    public async Task A_key_that_nobody_registered_is_refused() => await Refused(
        shared.Stranger.Say(Samples.Penalty(), Samples.PublishedAt), StatusCode.InvalidArgument, "1010", "REF-SIG-KEY");

    [Fact]
    public async Task A_statement_under_the_name_of_another_node_is_refused()
    {
        // Qingpu's key over a statement that says it is Wujiang's.
        var statement = Statement.Parser.ParseFrom(shared.Wujiang.Say(Samples.Penalty(), Samples.PublishedAt).Payload);

        await Refused(shared.Qingpu.Sign(statement.ToByteArray()), StatusCode.InvalidArgument, "1010", "REF-SIG-KEY");
    }

    [Fact]
    public async Task A_node_may_not_speak_for_an_issuer_that_is_not_its_own() => await Refused(
        shared.Qingpu.Say(Samples.Penalty(), Samples.PublishedAt), StatusCode.PermissionDenied, "1012", "11320500MAHUBWJ11X");

    [Theory]
    [InlineData("creditCode", "91320509MAHUB0013E", "subjects[0].credit_code")]
    [InlineData("creditCode", "９１320509MAHUB0013D", "subjects[0].credit_code")]
    [InlineData("jurisdiction", "999999", "jurisdiction")]
    [InlineData("decidedOn", "2026-02-30", "decided_on")]
    [InlineData("documentNumber", "苏环\0罚", "document_number")]
    [InlineData("documentNumber", "苏环\u202E罚〔2026〕1号", "document_number")]
    public async Task A_misshapen_field_is_named(string field, string value, string path)
    {
        var record = Samples.Penalty();
        switch (field)
        {
            case "creditCode":
                record.Subjects[0].CreditCode = value;
                break;
            case "jurisdiction":
                record.Jurisdiction = value;
                break;
            case "decidedOn":
                record.DecidedOn = value;
                break;
            default:
                record.Penalty.DocumentNumber = value;
                break;
        }

        await Refused(shared.Wujiang.Say(record, Samples.PublishedAt), StatusCode.InvalidArgument, "1003", path);
    }

    [Fact]
    public async Task Five_megabytes_of_text_are_refused_without_being_quoted()
    {
        var record = Samples.Penalty();
        record.Penalty.Facts = new string('长', 5_000_000 / 3);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _publications.PublishAsync(
            new PublishRequest { Envelope = shared.Wujiang.Say(record, Samples.PublishedAt) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.True(failure.Status.Detail.Length < 1000);
    }

    [Fact]
    public async Task A_statement_from_the_future_is_refused() => await Refused(
        shared.Wujiang.Say(Samples.Penalty(), DateTimeOffset.UtcNow.AddHours(1)), StatusCode.InvalidArgument, "1003",
            "published_at");

    [Fact]
    public async Task A_sequence_that_was_used_for_something_else_is_refused()
    {
        var record = Jiashan("嘉环（善）罚字〔2026〕901号");
        _ = await _publications.PublishAsync(
            new PublishRequest { Envelope = shared.Jiashan.Say(Jiashan("嘉环（善）罚字〔2026〕900号"), Samples.PublishedAt) });
        _ = await _publications.PublishAsync(
            new PublishRequest { Envelope = shared.Jiashan.SayAs(1_000_001, record, Samples.PublishedAt) });
        record.Penalty.Facts = "另一份内容。";
        record.Penalty.DocumentNumber = "嘉环（善）罚字〔2026〕902号";

        await Refused(shared.Jiashan.SayAs(1_000_001, record, Samples.PublishedAt), StatusCode.AlreadyExists, "2203", "1000001");
    }

    [Fact]
    public async Task The_same_statement_gets_the_same_receipt()
    {
        var envelope = shared.Wujiang.Say(Numbered(701), Samples.PublishedAt);
        var first = await _publications.PublishAsync(new PublishRequest { Envelope = envelope });
        var second = await _publications.PublishAsync(new PublishRequest { Envelope = envelope });

        Assert.Equal(first.Receipt, second.Receipt);
    }

    /// <summary>Whoever sees r||s can write r||(n-s), and it verifies too: it is the same statement all the same.</summary>
    [Fact]
    public async Task The_same_statement_under_the_twin_of_its_signature_gets_the_same_receipt()
    {
        var envelope = shared.Wujiang.Say(Numbered(712), Samples.PublishedAt);
        var first = await _publications.PublishAsync(new PublishRequest { Envelope = envelope });
        var order = System.Numerics.BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, null);
        var other = order - new System.Numerics.BigInteger(envelope.Signature.Span[32..], isUnsigned: true, isBigEndian: true);
        byte[] s = [.. new byte[32 - other.GetByteCount(isUnsigned: true)], .. other.ToByteArray(true, true)];
        var twin = envelope.Clone();
        twin.Signature = ByteString.CopyFrom([.. envelope.Signature.Span[..32], .. s]);

        var second = await _publications.PublishAsync(new PublishRequest { Envelope = twin });

        Assert.NotEqual(envelope.Signature, twin.Signature);
        Assert.Equal(first.Receipt, second.Receipt);
    }

    [Fact]
    public async Task A_penalty_with_one_officer_is_taken_and_refused_in_law()
    {
        var record = Numbered(702);
        record.Penalty.Officers.RemoveAt(1);
        var receipt =
            (await _publications.PublishAsync(new PublishRequest { Envelope = shared.Wujiang.Say(record, Samples.PublishedAt) }))
            .Receipt;

        var explained = await new RecognitionService.RecognitionServiceClient(shared.Channel).ExplainAsync(
            new ExplainRequest { Dossier = receipt.Dossier, Receiver = "310118" });

        Assert.Equal(Outcome.Refused, explained.Decision.Outcome);
        var ground = Assert.Single(explained.Decision.Grounds, ground => ground.Code == "REF-OFF-COUNT");
        Assert.Contains(ground.Facts, fact => (fact.Name, fact.Value) == ("officers.count", "1"));
    }

    [Fact]
    public async Task A_revocation_of_an_unknown_record_is_held()
    {
        const string Dossier = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第799号";
        var receipt = (await _publications.PublishAsync(new PublishRequest
        {
            Envelope = shared.Wujiang.Say(Dossier, Revoked("urn:eeh:penalty:320509:01KX4P7QZ000000000000000ZZ"),
                Samples.PublishedAt),
        })).Receipt;

        Assert.Equal(Protos.Publication.V1.Disposition.Held, receipt.Disposition);
        Assert.Equal(["HOLD-ORDER"], receipt.ReasonCodes);
    }

    [Fact]
    public async Task A_rejection_in_a_stream_does_not_end_it()
    {
        using var call = _publications.PublishStream();
        var broken = shared.Wujiang.Say(Numbered(703), Samples.PublishedAt);
        broken.Signature = ByteString.CopyFrom(new byte[64]);
        await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = broken });
        await call.RequestStream.WriteAsync(
            new PublishStreamRequest { Envelope = shared.Wujiang.Say(Numbered(704), Samples.PublishedAt) });
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((1, (int)StatusCode.InvalidArgument),
            (call.ResponseStream.Current.Ordinal, call.ResponseStream.Current.Rejection.Code));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(PublishStreamResponse.ResultOneofCase.Receipt, call.ResponseStream.Current.ResultCase);
    }

    [Theory]
    [InlineData(0, "nothing restricts")]
    [InlineData(1, "kind")]
    public async Task A_search_says_what_is_wrong_with_it(int which, string about)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await new QueryService.QueryServiceClient(shared.Channel).FindRecordsAsync(
            which == 0 ? new FindRecordsRequest() : new FindRecordsRequest { Kind = "fine" }));

        Assert.True(failure.StatusCode == StatusCode.InvalidArgument, about);
    }

    [Fact]
    public async Task A_subscriber_ahead_of_the_log_is_told_so()
    {
        using var call = new DeliveryService.DeliveryServiceClient(shared.Channel).Subscribe(new SubscribeRequest
        {
            Subscription = "ahead", Receiver = "310118", AfterPosition = 9_000_000,
        });

        var failure =
            await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal((StatusCode.OutOfRange, "3102"), (failure.StatusCode, Reason(failure)));
    }

    [Fact]
    public async Task A_subscription_keeps_its_filter()
    {
        var deliveries = new DeliveryService.DeliveryServiceClient(shared.Channel);
        using (var first =
            deliveries.Subscribe(new SubscribeRequest { Subscription = "kept", Receiver = "310118", AfterPosition = 0 }))
        {
            Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None));
        }

        using var second = deliveries.Subscribe(new SubscribeRequest
        {
            Subscription = "kept", Receiver = "310118", AfterPosition = 0, Filter = new Filter { Kinds = { "permit" } },
        });
        var failure =
            await Assert.ThrowsAsync<RpcException>(async () => await second.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal((StatusCode.FailedPrecondition, "3101"), (failure.StatusCode, Reason(failure)));
    }

    private static Protos.Record.V1.Record Numbered(int number)
    {
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{number}号";
        return record;
    }

    private static Protos.Record.V1.Record Jiashan(string number)
    {
        var record = Samples.Penalty();
        (record.Jurisdiction, record.LegalIssuer, record.Penalty.DataSource) = ("330421", Samples.Jiaxing, Samples.Jiaxing);
        record.Penalty.DocumentNumber = number;
        return record;
    }

    private static LifeCycleEvent Revoked(string record) => new()
    {
        RecordId = record,
        OccurredOn = "2026-07-15",
        ReportedFor = Samples.Suzhou,
        RemedyDecided = new RemedyDecided { Kind = RemedyKind.Reconsideration, Outcome = RemedyOutcome.RRevoked },
    };

    private async Task Refused(Envelope envelope, StatusCode code, string reason, string about)
    {
        var head = await HeadAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _publications.PublishAsync(new PublishRequest { Envelope = envelope }));

        Assert.Equal(code, failure.StatusCode);
        Assert.Equal(reason, Reason(failure));
        var details = Details(failure);
        Assert.Contains(details.Details, detail => detail.Is(LocalizedMessage.Descriptor));
        Assert.Contains(about, failure.Status.Detail + string.Concat(Unpacked(details)), StringComparison.Ordinal);
        Assert.Equal(head, await HeadAsync());
    }

    // Of the log itself: what subscribers hear follows it at a small distance.
    private async Task<long> HeadAsync() => (await new GuardService.GuardServiceClient(shared.Channel).ListNoticesAsync(
        new ListNoticesRequest { Receiver = "310118" })).AtPosition;

    private static IEnumerable<string> Unpacked(Google.Rpc.Status details) =>
        from detail in details.Details
        select detail.Is(ErrorInfo.Descriptor) ? detail.Unpack<ErrorInfo>().ToString()
            : detail.Is(BadRequest.Descriptor) ? detail.Unpack<BadRequest>().ToString()
            : "";

    private static string Reason(RpcException failure) =>
        Details(failure).Details.Where(detail => detail.Is(ErrorInfo.Descriptor))
            .Select(detail => detail.Unpack<ErrorInfo>().Reason).Single();

    private static Google.Rpc.Status Details(RpcException failure) =>
        Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
}
