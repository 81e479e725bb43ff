using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.Vocabulary;
using Google.Rpc;
using Grpc.Core;
using Npgsql;

namespace ExchangeHub.SystemTests.Access;

/// <summary>Whoever reads says for what, is written down before the answer leaves, and cannot carry everything away. The district
/// whose records are read sees it.</summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_somebody_reads_the_records_of_others(SecureHub shared)
{
    private const string Firm = "91320509MAHUB0013D";
    private const string CaseNumber = "沪0118环立〔2026〕第77号";

    [Fact]
    public async Task A_question_without_a_purpose_is_refused()
    {
        await PublishAsync();

        await IsRefusedAsync("1331", async () => await FindAsync(shared.QingpuIdentity, purpose: null));
        await IsRefusedAsync("1331", async () => await FindAsync(shared.QingpuIdentity, purpose: "curiosity"));
    }

    [Fact]
    public async Task A_purpose_that_is_not_the_askers_is_refused() =>
        await IsRefusedAsync("1332", async () => await FindAsync(shared.QingpuIdentity, purpose: "credit"));

    [Fact]
    public async Task Who_reads_for_a_case_names_it_and_names_nobodys_identity_card()
    {
        await IsRefusedAsync("1333", async () => await FindAsync(shared.QingpuIdentity, purpose: "case"));
        await IsRefusedAsync("1333", async () => await FindAsync(
            shared.QingpuIdentity, purpose: "case", caseNumber: "11010519491231002X 的案件"));
        await IsRefusedAsync("1333", async () => await FindAsync(
            shared.QingpuIdentity, purpose: "case", caseNumber: "第77号\n第78号"));
    }

    [Fact]
    public async Task The_district_sees_who_has_read_its_record_and_for_which_case()
    {
        var dossier = await PublishAsync();

        _ = await FindAsync(shared.QingpuIdentity, purpose: "case", caseNumber: CaseNumber);

        var told = await ToldAsync(
            shared.WujiangIdentity, new ListReadingsRequest { OfDossier = dossier },
            reading => reading.CaseNumber == CaseNumber);
        Assert.Equal("node:310118", told.Reader);
        Assert.Equal("case", told.Purpose);
        Assert.Equal("QueryService/FindRecords", told.Method);
        Assert.Equal([dossier], told.Records);
        Assert.True(told.Position > 0);
    }

    [Fact]
    public async Task What_was_refused_is_in_the_trail_too()
    {
        using var channel = shared.Connect(shared.QingpuIdentity, purpose: "review");
        await IsRefusedAsync("1333", async () => await new QueryService.QueryServiceClient(channel).GetRecordAsync(
            new GetRecordRequest { Dossier = "penalty/11320500MAHUBWJ11X/x" }));

        var told = await ToldAsync(
            shared.QingpuIdentity, new ListReadingsRequest { Reader = "node:310118" },
            reading => reading is { Reason: 1333, Purpose: "review" });
        Assert.Equal("QueryService/GetRecord", told.Method);
        Assert.Empty(told.Records);
    }

    [Fact]
    public async Task A_node_is_not_told_who_reads_the_records_of_another()
    {
        using var channel = shared.Connect(shared.QingpuIdentity);
        var trail = new AccessService.AccessServiceClient(channel);

        await IsRefusedAsync("1328", async () => await trail.ListReadingsAsync(
            new ListReadingsRequest { Publisher = "node:320509" }));
        await IsRefusedAsync("1328", async () => await trail.ListReadingsAsync(
            new ListReadingsRequest { Publisher = "node:320509", Reader = "node:320509" }));
        await IsRefusedAsync("1003", async () => await trail.ListReadingsAsync(new ListReadingsRequest { Reader = "somebody" }));
        await IsRefusedAsync("1003", async () => await trail.ListReadingsAsync(new ListReadingsRequest { PageToken = "x" }));
    }

    [Fact]
    public async Task An_operator_audits_all_of_it_and_reading_the_trail_leaves_one()
    {
        await PublishAsync();
        _ = await FindAsync(shared.QingpuIdentity);
        using var channel = shared.Connect(shared.Zhang, purpose: "audit");
        var trail = new AccessService.AccessServiceClient(channel);

        var byNode = new ListReadingsRequest { Reader = "node:310118" };
        var byMe = new ListReadingsRequest { Reader = "operator:zhang" };
        await Eventually.HoldsAsync(async () => (await trail.ListReadingsAsync(byNode)).Readings.Count > 0);
        await Eventually.HoldsAsync(async () => (await trail.ListReadingsAsync(byMe)).Readings.Any(
            reading => reading is { Method: "AccessService/ListReadings", Purpose: "audit" }));

        // Page by page, nothing twice and nothing left out.
        var first = await trail.ListReadingsAsync(new ListReadingsRequest { PageSize = 2 });
        var second = await trail.ListReadingsAsync(new ListReadingsRequest { PageSize = 2, PageToken = first.NextPageToken });
        Assert.Equal(2, first.Readings.Count);
        Assert.True(second.Readings[0].Position < first.Readings[^1].Position);
    }

    [Fact]
    public async Task The_trail_can_be_asked_by_purpose_by_day_and_for_what_was_refused()
    {
        await PublishAsync();
        _ = await FindAsync(shared.QingpuIdentity, purpose: "supervision");
        await IsRefusedAsync("1333", async () => await FindAsync(shared.QingpuIdentity, purpose: "case"));
        using var channel = shared.Connect(shared.Zhang, purpose: "audit");
        var trail = new AccessService.AccessServiceClient(channel);
        var today = CivilDates.Of(DateTimeOffset.UtcNow);
        async Task<IEnumerable<RecordedReading>> AskAsync(Action<ListReadingsRequest> narrow)
        {
            var request = new ListReadingsRequest { Reader = "node:310118", PageSize = 500 };
            narrow(request);
            return (await trail.ListReadingsAsync(request)).Readings;
        }

        await Eventually.HoldsAsync(async () => (await AskAsync(request => request.OnlyRefused = true)).Any()
            && (await AskAsync(request => request.Purpose = "supervision")).Any());
        Assert.All(await AskAsync(request => request.Purpose = "supervision"), one => Assert.Equal("supervision", one.Purpose));
        Assert.All(await AskAsync(request => request.OnlyRefused = true), one => Assert.NotEqual(0, one.Reason));

        // A day to each side, because midnight may pass meanwhile.
        Assert.NotEmpty(await AskAsync(request => (request.FromOn, request.ToOn) =
            (CivilDates.Format(today.AddDays(-1)), CivilDates.Format(today.AddDays(1)))));
        Assert.Empty(await AskAsync(request => request.FromOn = CivilDates.Format(today.AddDays(2))));
        Assert.Empty(await AskAsync(request => request.ToOn = CivilDates.Format(today.AddDays(-2))));
        await IsRefusedAsync("1003", async () => await AskAsync(request => request.Purpose = "curiosity"));
    }

    [Fact]
    public async Task A_console_looks_at_lists_and_peers_and_the_trail_says_so()
    {
        using var channel = shared.Connect(await shared.AdmitAsync("console:lists", "310118"), purpose: "supervision");
        var lists = new ListService.ListServiceClient(channel);

        using (var snapshot = lists.GetSnapshot(new GetSnapshotRequest { List = "ENV-YRD", Receiver = "310118" }))
        {
            Assert.True(await snapshot.ResponseStream.MoveNext(CancellationToken.None));
        }

        _ = await lists.ListChangesAsync(new ListChangesRequest { List = "ENV-YRD", Receiver = "310118" });
        var peers = (await new OperationService.OperationServiceClient(channel).ListPeersAsync(new())).Peers;
        var ends = peers.Single(peer => peer.Member == "node:310118").CertificateEndsAt.ToDateTimeOffset();
        Assert.True(ends > DateTimeOffset.UtcNow);
        await IsRefusedAsync("1323", async () => await lists.ListChangesAsync(
            new ListChangesRequest { List = "ENV-YRD", Receiver = "330421" }));
        using var node = shared.Connect(shared.QingpuIdentity);
        await IsRefusedAsync("1322", async () => await new OperationService.OperationServiceClient(node).ListPeersAsync(new()));

        using var audit = shared.Connect(shared.Zhang, purpose: "audit");
        var trail = new AccessService.AccessServiceClient(audit);
        string[] methods = ["ListService/GetSnapshot", "ListService/ListChanges"];
        await Eventually.HoldsAsync(async () => methods.All(
            (await trail.ListReadingsAsync(new ListReadingsRequest { Reader = "console:lists" })).Readings
                .Select(reading => reading.Method).Contains));
    }

    [Fact]
    public async Task A_credit_platform_is_shown_what_its_purpose_covers()
    {
        await PublishAsync();
        using var channel = shared.Connect(await shared.AdmitAsync("consumer:platform", "310118"), purpose: "credit");
        var query = new QueryService.QueryServiceClient(channel);

        Assert.NotEmpty((await query.FindRecordsAsync(new FindRecordsRequest { Subject = Firm, Kind = "penalty" })).Records);
        await IsRefusedAsync("1336", async () => await query.FindRecordsAsync(
            new FindRecordsRequest { Subject = Firm, Kind = "evidence" }));
        await IsRefusedAsync("1336", async () => await new DeliveryService.DeliveryServiceClient(channel)
            .Subscribe(new SubscribeRequest { Subscription = "consumer:platform/all", Receiver = "310118" })
            .ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task A_credit_platform_is_given_what_the_public_is_shown_and_no_signed_bytes()
    {
        var dossier = await PublishAsync();
        using var channel = shared.Connect(await shared.AdmitAsync("consumer:public", "310118"), purpose: "credit");

        var query = new QueryService.QueryServiceClient(channel);
        var record = await query.GetRecordAsync(new GetRecordRequest { Dossier = dossier });
        var held = Assert.Single(record.Statements);
        Assert.Null(held.Envelope);
        Assert.Equal(Firm, held.PublicStatement.Record.Subjects[0].CreditCode);
        Assert.Empty(held.PublicStatement.Record.Penalty.Officers);

        using var call = new DeliveryService.DeliveryServiceClient(channel).Subscribe(new SubscribeRequest
        {
            Subscription = "consumer:public/all",
            Receiver = "310118",
            AfterPosition = 0,
            Filter = new() { Kinds = { "penalty" } },
        });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var statement = call.ResponseStream.Current.Delivery.Statement;
        Assert.Null(statement.Envelope);
        Assert.Equal(held.PublicStatement, statement.PublicStatement);

        using var node = shared.Connect(shared.QingpuIdentity);
        Assert.NotNull(Assert.Single((await new QueryService.QueryServiceClient(node).GetRecordAsync(
            new GetRecordRequest { Dossier = dossier })).Statements).Envelope);
    }

    [Fact]
    public async Task A_search_that_is_bounded_by_nothing_is_refused()
    {
        using var channel = shared.Connect(shared.QingpuIdentity);
        var query = new QueryService.QueryServiceClient(channel);

        await IsRefusedAsync("1335", async () => await query.FindRecordsAsync(new FindRecordsRequest { Kind = "penalty" }));
        await IsRefusedAsync("1335", async () => await query.FindRecordsAsync(
            new FindRecordsRequest { DecidedFrom = "2025-01-01", DecidedTo = "2026-12-31" }));
        _ = await query.FindRecordsAsync(new FindRecordsRequest { DecidedFrom = "2026-01-01", DecidedTo = "2026-12-31" });
    }

    [Fact]
    public async Task A_harvest_stops_at_the_quota_and_the_operators_hear_of_it()
    {
        await PublishAsync();
        using var channel = shared.Connect(await shared.AdmitAsync("console:harvest", "310118"));
        var query = new QueryService.QueryServiceClient(channel);

        var shown = 0;
        await IsRefusedAsync("1334", async () =>
        {
            while (shown <= 2 * SecureHub.RecordsPerHour)
            {
                shown += (await query.FindRecordsAsync(new FindRecordsRequest { Subject = Firm })).Records.Count;
            }
        });
        Assert.InRange(shown, SecureHub.RecordsPerHour, SecureHub.RecordsPerHour + 10);
        await Eventually.HoldsAsync(() => shared.Hub.Log().Contains("console:harvest has read", StringComparison.Ordinal));

        // Another purpose has its own measure.
        _ = await FindAsync(shared.QingpuIdentity);
    }

    [Fact]
    public async Task Whom_a_question_was_about_is_in_no_trail()
    {
        const string Asked = "查无此人的名字";
        using var channel = shared.Connect(shared.QingpuIdentity);
        _ = await new QueryService.QueryServiceClient(channel).FindRecordsAsync(new FindRecordsRequest { SubjectName = Asked });

        await using var source = NpgsqlDataSource.Create(shared.Hub.Store);
        await using var count = source.CreateCommand(
            "select count(*) from mt_events where stream_id like 'readings-%' and position($1::bytea in bdata) > 0");
        count.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = System.Text.Encoding.UTF8.GetBytes(Asked) });
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    private async Task<string> PublishAsync()
    {
        using var channel = shared.Connect(shared.WujiangIdentity);
        var published = await new PublicationService.PublicationServiceClient(channel).PublishAsync(
            new PublishRequest { Envelope = shared.PenaltyOfWujiang });
        var found = await new QueryService.QueryServiceClient(channel).FindRecordsAsync(
            new FindRecordsRequest { Subject = Firm, Kind = "penalty", AtPosition = published.Receipt.Position });
        return Assert.Single(found.Records).Dossier;
    }

    private async Task<FindRecordsResponse> FindAsync(string identity, string? purpose = "supervision", string caseNumber = "")
    {
        using var channel = shared.Connect(identity, purpose: purpose, caseNumber: caseNumber);
        return await new QueryService.QueryServiceClient(channel).FindRecordsAsync(new FindRecordsRequest { Subject = Firm });
    }

    // The trail follows the log at a small distance.
    private async Task<RecordedReading> ToldAsync(
        string identity, ListReadingsRequest request, Func<RecordedReading, bool> isMeant)
    {
        using var channel = shared.Connect(identity);
        var trail = new AccessService.AccessServiceClient(channel);
        RecordedReading? told = null;
        await Eventually.HoldsAsync(async () =>
            (told = (await trail.ListReadingsAsync(request)).Readings.FirstOrDefault(isMeant)) is not null);
        return told!;
    }

    private static async Task IsRefusedAsync(string reason, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var details = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(reason, details.Details.First(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason);
    }
}
