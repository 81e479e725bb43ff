using System.Diagnostics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Who is this enterprise in all districts? The dangerous answers are those that look tidy: one name where two were stated, one
/// amount where two were sent, an act counted twice, and a past that knows what was learnt later.
/// </summary>
public sealed class When_a_file_of_an_enterprise_is_read(When_a_file_of_an_enterprise_is_read.PlayedZone played)
    : IClassFixture<When_a_file_of_an_enterprise_is_read.PlayedZone>
{
    private const string Repeated = "91330421MAHUB00565"; // S05
    private const string FinedTwice = "91320509MAHUB0064M"; // S06
    private const string Nobody = "91330100799655058B";

    private readonly QueryService.QueryServiceClient _queries = played.Queries;

    [Fact]
    public async Task The_file_says_what_the_dossiers_say_now_and_at_any_time()
    {
        var subjects = (await _queries.FindRecordsAsync(new() { DecidedFrom = "2025-01-01", PageSize = 500 })).Records
            .SelectMany(record => record.Subjects).Distinct().ToArray();
        Assert.True(subjects.Length >= 3);
        foreach (var subject in subjects)
        {
            var now = await GetAsync(new() { Subject = subject });
            var found = await _queries.FindRecordsAsync(new() { Subject = subject, PageSize = 500 });
            Assert.Equal(found.Records.Select(record => record.Dossier), now.Records.Select(record => record.Dossier));
            var acts = await _queries.GetSubjectAsync(new() { Subject = subject });
            Assert.Equal((acts.ViolationCount, acts.Acts), (now.ViolationCount, now.Acts));
            var instants = new List<Timestamp?> { null };
            foreach (var record in now.Records)
            {
                var held = await _queries.GetRecordAsync(new() { Dossier = record.Dossier });
                Assert.Equal(
                    held.Statements.Select(said => (said.Position, Statement.Parser.ParseFrom(said.Envelope.Payload)))
                        .Where(said => said.Item2.Record is not null).Select(said => (said.Position, said.Item2.Record.Version)),
                    record.Versions.Select(version => (version.Position, version.Version)));
                instants.AddRange(held.Statements.Select(said => said.ReceivedAt));
            }

            foreach (var knownAt in instants)
            {
                foreach (var validOn in (string[])["", "2026-02-20", "2026-06-01"])
                {
                    await AgreesWithExplanationsAsync(now, new() { Subject = subject, KnownAt = knownAt, ValidOn = validOn });
                }
            }
        }
    }

    [Fact]
    public async Task What_two_districts_state_differently_stands_side_by_side_with_its_source()
    {
        var file = await played.Stated.GetEnterpriseAsync(new() { Subject = PlayedZone.Firm, AtPosition = played.Position });

        var name = file.Identity[0];
        Assert.Equal("name", name.Field);
        Assert.Equal(
            [("苏州汾湖锦兰纺织印染有限公司", "310118", "2026-07-17"), ("苏州汾湖锦澜纺织印染有限公司", "320509", "2026-07-16")],
            name.Values.Select(value => (value.Value, value.Sources.Single().Party, value.Sources.Single().StatedOn)));
        var industry = file.Identity.Single(fact => fact.Field == "industry");
        Assert.Equal(2, Assert.Single(industry.Values).Sources.Count); // both say the same
        Assert.Equal(3, name.Values[1].Sources[0].Records);
    }

    [Fact]
    public async Task One_number_with_two_amounts_is_shown_as_both_until_it_is_corrected()
    {
        var now = await GetAsync(new() { Subject = Repeated });
        var record = now.Records.Single(one => one.Kind == "penalty");
        var settled = Assert.Single(now.Conflicts, one => one.Kind == Conflict.Types.Kind.Content);
        Assert.False(settled.IsOpen);
        Assert.Equal(2, record.Version);
        Assert.Equal(1, now.ViolationCount);

        var correction = record.Versions.Single(version => version.Standing == EnterpriseVersion.Types.Standing.InForce);
        var before = await GetAsync(new()
        {
            Subject = Repeated,
            KnownAt = Timestamp.FromDateTimeOffset(correction.ReceivedAt.ToDateTimeOffset().AddMicroseconds(-1)),
        });
        var open = Assert.Single(before.Conflicts);
        Assert.True(open.IsOpen);
        Assert.Equal(1, before.Records.Single(one => one.Kind == "penalty").Version);
        Assert.Equal(["15000", "150000"], open.Fields.Where(field => field.Path == "penalty.fine_fen" && field.Differs)
            .SelectMany(field => field.Values).Select(fen => fen[..^2]).Order(StringComparer.Ordinal));
        Assert.All(open.Fields.Where(field => field.Path is "penalty.violation_type" or "subjects[0].name"),
            field => Assert.False(field.Differs));
        Assert.Contains(
            before.Records.Single(one => one.Kind == "penalty").Verdicts,
            verdict => verdict.Outcome == Outcome.Suspended && verdict.Codes.Contains("DUP-CONFLICT"));
        Assert.Equal(1, before.ViolationCount);
    }

    [Fact]
    public async Task Two_fines_for_one_act_are_one_act_and_two_sides()
    {
        async Task<Conflict> ConflictAsync(string validOn) => Assert.Single(
            (await GetAsync(new() { Subject = FinedTwice, Kinds = { "penalty" }, ValidOn = validOn })).Conflicts,
            one => one.Kind == Conflict.Types.Kind.SameAct);

        Assert.True((await ConflictAsync("2026-06-01")).IsOpen);
        Assert.False((await ConflictAsync("")).IsOpen);
        var file = await GetAsync(new() { Subject = FinedTwice, Kinds = { "penalty" }, ValidOn = "2026-06-13" });
        var conflict = await ConflictAsync("2026-06-13"); // designated, and the other one not withdrawn yet
        Assert.Equal(["310118", "320509"], conflict.Sides.Select(side => side.Party).Order(StringComparer.Ordinal));
        Assert.Equal("320509", conflict.Sides.SingleOrDefault(side => side.Prevails)?.Party);
        Assert.Contains(conflict.Fields, field => field.Path == "penalty.fine_fen" && field.Differs);
        Assert.Equal(1, file.ViolationCount);
    }

    [Fact]
    public async Task Nothing_is_known_before_the_hub_heard_of_it_and_nothing_of_a_stranger()
    {
        var early = await GetAsync(new() { Subject = Repeated, KnownAt = Timestamp.FromDateTime(DateTime.UnixEpoch) });
        var nobody = await GetAsync(new() { Subject = Nobody });

        Assert.All([early, nobody], file => Assert.Equal(
            (0, 0, 0, 0), (file.Records.Count, file.Identity.Count, file.Acts.Count, file.ViolationCount)));
    }

    [Fact]
    public async Task Pages_show_every_record_once_and_every_act_each_time()
    {
        var whole = await played.Stated.GetEnterpriseAsync(new() { Subject = PlayedZone.Firm, AtPosition = played.Position });
        var request = new GetEnterpriseRequest { Subject = PlayedZone.Firm, PageSize = 1 };
        var found = new List<string>();
        do
        {
            var page = await played.Stated.GetEnterpriseAsync(request);
            found.AddRange(page.Records.Select(record => record.Dossier));
            Assert.Equal(whole.Acts, page.Acts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(whole.Records.Select(record => record.Dossier), found);
        Assert.Equal(4, found.Count);
    }

    [Theory]
    [InlineData("91320509MAHUB0013X", "", "", "subject:")] // wrong check digit
    [InlineData("1", "x", "x", "subject:")]
    [InlineData(Nobody, "fine", "", "kinds:")]
    [InlineData(Nobody, "", "x", "page_token:")]
    public async Task What_is_asked_wrongly_is_named(string subject, string kind, string token, string named)
    {
        var request = new GetEnterpriseRequest { Subject = subject, PageToken = token };
        request.Kinds.Add(kind.Length > 0 ? [kind] : []);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await GetAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(named, refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_hundred_records_is_read_at_once()
    {
        var request = new GetEnterpriseRequest { Subject = PlayedZone.Large, AtPosition = played.Position };
        Assert.Equal(100, (await played.Stated.GetEnterpriseAsync(request)).Records.Count);
        var taken = new List<double>();
        for (var turn = 0; turn < 30; turn++)
        {
            var begun = Stopwatch.GetTimestamp();
            _ = await played.Stated.GetEnterpriseAsync(request);
            taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        taken.Sort();
        Assert.True(taken[0] < 200, $"Median {taken[taken.Count / 2]:0.0} ms, best {taken[0]:0.0} ms, worst {taken[^1]:0.0}.");
    }

    private async Task AgreesWithExplanationsAsync(GetEnterpriseResponse now, GetEnterpriseRequest request)
    {
        var file = await GetAsync(request);
        foreach (var record in now.Records)
        {
            var told = file.Records.SingleOrDefault(one => one.Dossier == record.Dossier);
            foreach (var receiver in (string[])["310118", "320509", "330421"])
            {
                var explained = await played.Recognitions.ExplainAsync(new()
                {
                    Dossier = record.Dossier, Receiver = receiver, KnownAt = request.KnownAt, ValidOn = request.ValidOn,
                });
                var decision = explained.Decision;
                if (told is null)
                {
                    Assert.Equal(Outcome.NotKnown, decision.Outcome);
                    continue;
                }

                var verdict = told.Verdicts.Single(one => one.Receiver == receiver);
                Assert.Equal(
                    (decision.Outcome, string.Join(',', decision.Grounds.Select(ground => ground.Code)), decision.EffectiveOn),
                    (verdict.Outcome, string.Join(',', verdict.Codes), verdict.EffectiveOn));
                Assert.Equal(decision.RecordVersion, told.Version);
            }
        }
    }

    private async Task<GetEnterpriseResponse> GetAsync(GetEnterpriseRequest request) =>
        await _queries.GetEnterpriseAsync(request);

    /// <summary>A zone in which a number was sent twice with two amounts, an act was fined twice, a name is stated in two ways,
    /// and one firm has a hundred records.</summary>
    public sealed class PlayedZone : IAsyncLifetime, IAsyncDisposable
    {
        public const string Firm = "91320509MAHUB0013D";
        public const string Large = "91330421MAHUB003XA";

        private readonly RunningZone _zone = new();
        private readonly NodeVoice _wujiang = new("320509");
        private readonly NodeVoice _qingpu = new("310118");
        private readonly List<GrpcChannel> _channels = [];
        private HubProcess _hub = null!;

        /// <summary>Gets the hub at which the scenarios were played.</summary>
        internal QueryService.QueryServiceClient Queries { get; private set; } = null!;

        internal RecognitionService.RecognitionServiceClient Recognitions { get; private set; } = null!;

        /// <summary>Gets the hub to which was said what no scenario says.</summary>
        internal QueryService.QueryServiceClient Stated { get; private set; } = null!;

        internal long Position { get; private set; }

        public async Task InitializeAsync()
        {
            await _zone.InitializeAsync();
            foreach (var script in (string[])["s03.json", "s05.json", "s06.json"])
            {
                _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, script));
            }

            var played = Connect(_zone.Hub);
            (Queries, Recognitions) = (new(played), new(played));
            _hub = new HubProcess([_wujiang, _qingpu]);
            await _hub.StartAsync();
            var stated = Connect(_hub);
            Stated = new(stated);
            var publications = new PublicationService.PublicationServiceClient(stated);
            foreach (var number in Enumerable.Range(1, 103))
            {
                var record = Carriers.Penalty(number);
                record.Subjects[0] = number <= 3 ? Samples.Firm() : Samples.Firm("嘉善大云电子材料有限公司", Large);
                record.Subjects[0].Industry = "C1752";
                Position = await PublishAsync(publications, _wujiang.Say(record, Samples.PublishedAt));
            }

            Position = await PublishAsync(publications, _qingpu.Say(OfQingpu(), Samples.PublishedAt.AddDays(1)));
        }

        Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

        public async ValueTask DisposeAsync()
        {
            _channels.ForEach(channel => channel.Dispose());
            await _hub.DisposeAsync();
            await _zone.DisposeAsync();
            _wujiang.Dispose();
            _qingpu.Dispose();
        }

        private GrpcChannel Connect(HubProcess hub)
        {
            _channels.Add(hub.Connect());
            return _channels[^1];
        }

        private static async Task<long> PublishAsync(
            PublicationService.PublicationServiceClient publications, Envelope envelope) =>
            (await publications.PublishAsync(new PublishRequest { Envelope = envelope })).Receipt.LastPosition;

        // Of another act, and with another name for the same code.
        private static Record OfQingpu()
        {
            var record = Samples.Penalty();
            record.Subjects[0] = Samples.Firm("苏州汾湖锦兰纺织印染有限公司");
            record.Subjects[0].Industry = "C1752";
            (record.Jurisdiction, record.LegalIssuer, record.ActingUnit) = ("310118", Samples.Qingpu, Samples.Qingpu);
            (record.ActPeriod.FromOn, record.Penalty.DocumentNumber) = ("2026-03-02", "沪0118环罚〔2026〕77号");
            return record;
        }
    }
}
