using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// What a node answers is signed in the district's name and can never be taken back. Whatever the hub would turn down must be
/// turned down here, while somebody is still sitting before the form; and what was taken must be taken once, however often it is
/// sent.
/// </summary>
public sealed class When_a_district_submits(QingpuAlone qingpu) : IClassFixture<QingpuAlone>
{
    private NodeService.NodeServiceClient Node => qingpu.District.Node;

    [Fact]
    public async Task A_record_is_named_signed_and_chained_to_the_one_before()
    {
        var first = await qingpu.District.SubmitAsync(Papers.Submit("chain-1", Papers.Permit(101)));
        var second = await qingpu.District.SubmitAsync(Papers.Submit("chain-2", Papers.Permit(102)));

        Assert.Equal(first.Sequence + 1, second.Sequence);
        Assert.StartsWith("urn:eeh:permit:310118:", first.RecordId, StringComparison.Ordinal);
        Assert.Equal("permit/91310118MAHUB00488001P/101", first.Dossier);
        Assert.Equal(Submission.Types.State.Stored, first.State);
        OutboxCheck.Of(qingpu.District).IsWhole();
    }

    [Fact]
    public async Task The_same_call_again_is_answered_the_same_and_signs_nothing()
    {
        var request = Papers.Submit("again", Papers.Permit(103));
        var first = await qingpu.District.SubmitAsync(request);
        var second = await qingpu.District.SubmitAsync(request.Clone());

        Assert.Equal(first, second);
        Assert.Equal(first.Sequence, (await qingpu.District.StatusAsync()).LastSequence);
    }

    [Fact]
    public async Task A_key_that_stands_for_something_else_is_refused()
    {
        _ = await qingpu.District.SubmitAsync(Papers.Submit("reused", Papers.Permit(104)));

        await RefusedAsync(Papers.Submit("reused", Papers.Permit(105)), StatusCode.AlreadyExists, 4101);
    }

    [Fact]
    public async Task A_hundred_callers_with_one_key_get_one_answer()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => qingpu.District.SubmitAsync(Papers.Submit("crowd", Papers.Permit(106)))));

        _ = Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_correction_keeps_the_name_of_the_record()
    {
        var first = await qingpu.District.SubmitAsync(Papers.Submit("version-1", Papers.Permit(107)));
        var corrected = Papers.Permit(107);
        corrected.Version = 2;
        corrected.PreviousVersionHash = Samples.SomeHash;
        corrected.Permit.Content = "准予排放水污染物和大气污染物。";

        var second = await qingpu.District.SubmitAsync(Papers.Submit("version-2", corrected));

        Assert.Equal(first.RecordId, second.RecordId);
        OutboxCheck.Of(qingpu.District).IsWhole();
    }

    [Fact]
    public async Task A_penalty_with_one_officer_is_taken_because_that_is_judged_and_not_refused()
    {
        var record = Papers.Penalty("沪0118环罚〔2026〕31号");
        record.Penalty.Officers.RemoveAt(1);

        Assert.NotEqual(0, (await qingpu.District.SubmitAsync(Papers.Submit("one-officer", record))).Sequence);
    }

    [Fact]
    public async Task A_revocation_of_a_record_that_nobody_knows_is_taken_because_it_may_have_overtaken_it()
    {
        var happened = Papers.Revocation("urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");

        var taken = await qingpu.District.SubmitAsync(Papers.Submit("unknown", Papers.Dossier("沪0118环罚〔2026〕32号"), happened));

        Assert.Equal(Papers.Dossier("沪0118环罚〔2026〕32号"), taken.Dossier);
    }

    [Fact]
    public async Task A_record_of_another_districts_organ_is_refused() =>
        await RefusedAsync(Papers.Submit("foreign", Samples.Penalty()), StatusCode.PermissionDenied, 1012);

    [Fact]
    public async Task Nothing_is_released_in_the_future()
    {
        var tomorrow = qingpu.District.Clock.GetUtcNow().AddDays(1);

        var refusal = await RefusedAsync(
            Papers.Submit("tomorrow", Papers.Permit(108), tomorrow), StatusCode.InvalidArgument, 1003);

        Assert.Equal(["published_at"], refusal.Fields);
    }

    [Fact]
    public async Task An_empty_request_is_told_all_that_it_lacks()
    {
        var refusal = await RefusedAsync(new SubmitRequest(), StatusCode.InvalidArgument, 1003);

        Assert.Equal(["client_key", "content"], refusal.Fields);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_record_is_said_at_once_in_the_words_of_the_hub()
    {
        var record = new Record { Penalty = new Penalty(), Version = -1 };
        var written = Samples.Writer("node:310118").Write(
            record,
            Vocabulary.Ulid.New(Samples.PublishedAt, new byte[10]),
            new Grpc.Wire.StatementPlace(1, null, Samples.PublishedAt));
        var hub = new Grpc.Wire.StatementReader().Read(written).Violations;

        var refusal = await RefusedAsync(Papers.Submit("hollow", record), StatusCode.InvalidArgument, 1003);

        Assert.True(hub.Length > 10, $"the hub would say {hub.Length} things only");
        Assert.StartsWith($"{hub[0].Field}: {hub[0].Sentence.English}", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Fields);
        Assert.Subset(hub.Select(violation => violation.Field).ToHashSet(), refusal.Fields.ToHashSet());
        var streamed = await StreamedAsync(Papers.Submit("hollow", record));
        Assert.Equal(hub.Select(violation => violation.Field), Refusal.Of(streamed[0].Rejection).Fields);
    }

    [Fact]
    public async Task The_faults_of_an_event_are_named_where_its_sender_finds_them()
    {
        var happened = Papers.Revocation("urn:eeh:permit:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");

        var shape = await RefusedAsync(
            Papers.Submit("event-1", "penalty", new LifeCycleEvent()), StatusCode.InvalidArgument, 1003);
        var kind = await RefusedAsync(Papers.Submit("event-2", Papers.Dossier(), happened), StatusCode.InvalidArgument, 1003);

        Assert.Contains("event.event.record_id", shape.Fields);
        Assert.Contains("event.event.what", shape.Fields);
        Assert.Equal(["event.event.record_id"], kind.Fields);
    }

    [Fact]
    public async Task A_record_above_the_limit_is_refused_and_the_node_goes_on()
    {
        var large = Papers.Penalty("沪0118环罚〔2026〕33号");
        const string Evidence = "urn:eeh:evidence:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8";
        var reference = new RecordReference { RecordId = Evidence, Hash = Samples.SomeHash };
        large.Penalty.EvidenceRefs.Add(Enumerable.Repeat(reference, 15_000));
        await RefusedAsync(Papers.Submit("large", large), StatusCode.ResourceExhausted, 4103);

        var huge = Papers.Penalty("沪0118环罚〔2026〕34号");
        huge.Penalty.Facts = new string('文', 5 * 1024 * 1024);
        var refusal = await RefusedAsync(Papers.Submit("huge", huge), StatusCode.ResourceExhausted, 0);

        Assert.DoesNotContain("文", refusal.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, (await qingpu.District.SubmitAsync(Papers.Submit("after-huge", Papers.Permit(109)))).Sequence);
    }

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task Each_bad_value_has_one_answer_and_leaves_nothing_behind(string field, string value)
    {
        var record = Papers.Penalty("沪0118环罚〔2026〕35号");
        Spoil(record, field, value);

        var refusal = await RefusedAsync(Papers.Submit($"bad {field}", record), StatusCode.InvalidArgument, 1003);

        Assert.Equal([field], refusal.Fields);
        Assert.DoesNotContain('\0', refusal.Message);
        Assert.DoesNotContain('\u202E', refusal.Message);
    }

    public static TheoryData<string, string> BadFields => new()
    {
        { "record.subjects[0].credit_code", "91310118MAHUB01013" }, // wrong check character
        { "record.subjects[0].credit_code", "９１３１０１１８MAHUB01014" }, // full-width digits
        { "record.subjects[0].credit_code", "" },
        { "record.subjects[0].name", "上海\0金泽" },
        { "record.subjects[0].name", "上海\u202E金泽" }, // shown in the other direction
        { "record.subjects[0].name", "金" + new string('泽', 200) },
        { "record.jurisdiction", "999999" },
        { "record.jurisdiction", "310000" }, // not a county
        { "record.decided_on", "2026-02-30" },
        { "record.decided_on", "2026-7-1" },
        { "record.decided_on", "2199-01-01" },
        { "record.penalty.fine_fen", "-1" },
        { "record.penalty.fine_fen", "0" }, // a fine of nothing
        { "record.penalty.penalties[0].kind", "P44" },
        { "record.penalty.officers[0].certificate_number", "1234" },
        { "record.penalty.document_number", " " },
        { "record.record_id", "urn:eeh:permit:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8" }, // of another kind
        { "record.schema_version", "2.0.0" },
        { "record.sensitivity", "4" }, // LOCAL does not leave its node
        { "record.content_hash", "x" },
    };

    [Fact]
    public async Task A_stream_is_answered_in_its_order_and_survives_what_is_refused()
    {
        const int Count = 400;
        static SubmitRequest Request(int index) =>
            Papers.Submit($"stream-{index}", index % 7 == 3 ? new Record() : Papers.Permit(1000 + index));

        var answers = await StreamedAsync([.. Enumerable.Range(0, Count).Select(Request)]);

        Assert.Equal(Enumerable.Range(1, Count).Select(ordinal => (long)ordinal), answers.Select(answer => answer.Ordinal));
        Assert.All(answers, answer => Assert.Equal((answer.Ordinal - 1) % 7 == 3, answer.Rejection is not null));
        var sequences = answers.Select(answer => answer.Submission?.Sequence).OfType<long>().ToList();
        Assert.Equal(Enumerable.Range(0, sequences.Count).Select(index => sequences[0] + index), sequences);
        OutboxCheck.Of(qingpu.District).IsWhole();
    }

    [Fact]
    public async Task A_stream_entry_without_a_request_is_refused_like_an_empty_one()
    {
        using var call = Node.SubmitStream();
        await call.RequestStream.WriteAsync(new SubmitStreamRequest());
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.InvalidArgument, Refusal.Of(call.ResponseStream.Current.Rejection).Code);
    }

    [Fact]
    public async Task A_sequence_that_was_never_given_out_is_not_found()
    {
        var unknown = await Refusal.OfAsync(Node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = 1_000_000 }));
        var misshapen = await Refusal.OfAsync(Node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = -1 }));

        Assert.Equal((StatusCode.NotFound, 4102), (unknown.Code, unknown.Reason));
        Assert.Equal((StatusCode.InvalidArgument, 1003), (misshapen.Code, misshapen.Reason));
    }

    [Fact]
    public async Task Thousands_of_streams_that_are_opened_and_reset_cost_nobody_else_anything()
    {
        for (var round = 0; round < 20; round++)
        {
            // The server may close the connection of whoever does this: each round has one of its own.
            using var channel = GrpcChannel.ForAddress(qingpu.District.Address);
            var calls = Enumerable.Range(0, 100).Select(_ => new NodeService.NodeServiceClient(channel).SubmitStream()).ToList();
            _ = await Task.WhenAll(calls.Take(10).Select(IsWrittenAsync));
            calls.ForEach(call => call.Dispose());
        }

        Assert.NotEqual(0, (await qingpu.District.SubmitAsync(Papers.Submit("after-resets", Papers.Permit(110)))).Sequence);
    }

    private static async Task<bool> IsWrittenAsync(AsyncDuplexStreamingCall<SubmitStreamRequest, SubmitStreamResponse> call)
    {
        try
        {
            await call.RequestStream.WriteAsync(new SubmitStreamRequest());
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private async Task<Refusal> RefusedAsync(SubmitRequest request, StatusCode code, int reason)
    {
        var before = await qingpu.District.StatusAsync();

        var refusal = await Refusal.OfAsync(Node.SubmitAsync(request));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        Assert.Equal(before.LastSequence, (await qingpu.District.StatusAsync()).LastSequence);
        return refusal;
    }

    private async Task<List<SubmitStreamResponse>> StreamedAsync(params SubmitRequest[] requests)
    {
        using var call = Node.SubmitStream();
        var answers = new List<SubmitStreamResponse>();
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                answers.Add(answer);
            }
        });
        foreach (var request in requests)
        {
            await call.RequestStream.WriteAsync(new SubmitStreamRequest { Request = request });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
        return answers;
    }

    private static void Spoil(Record record, string field, string value)
    {
        switch (field)
        {
            case "record.subjects[0].credit_code": record.Subjects[0].CreditCode = value; break;
            case "record.subjects[0].name": record.Subjects[0].Name = value; break;
            case "record.jurisdiction": record.Jurisdiction = value; break;
            case "record.decided_on": record.DecidedOn = value; break;
            case "record.penalty.fine_fen": record.Penalty.FineFen = long.Parse(value, CultureInfo.InvariantCulture); break;
            case "record.penalty.penalties[0].kind": record.Penalty.Penalties[0].Kind = value; break;
            case "record.penalty.officers[0].certificate_number": record.Penalty.Officers[0].CertificateNumber = value; break;
            case "record.penalty.document_number": record.Penalty.DocumentNumber = value; break;
            case "record.record_id": record.RecordId = value; break;
            case "record.schema_version": record.SchemaVersion = value; break;
            case "record.sensitivity": record.Sensitivity = (Sensitivity)int.Parse(value, CultureInfo.InvariantCulture); break;
            case "record.content_hash": record.ContentHash = ByteString.CopyFromUtf8(new string(value[0], 32)); break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }
}

/// <summary>The node of Qingpu, with a hub that is away.</summary>
public sealed class QingpuAlone : IAsyncLifetime
{
    internal District District { get; } = new("310118", "http://127.0.0.1:9");

    public Task InitializeAsync() => District.StartAsync();

    public async Task DisposeAsync() => await District.DisposeAsync();
}
