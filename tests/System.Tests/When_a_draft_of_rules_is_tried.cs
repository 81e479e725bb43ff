using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Rpc;
using Grpc.Core;
using Told = ExchangeHub.Protos.Recognition.V1.SimulateResponse;

namespace ExchangeHub.SystemTests;

/// <summary>A hub with penalties of Wujiang; suits are pending about every third of the first twelve.</summary>
public sealed class ContestedHub : IAsyncLifetime
{
    internal const int Contestable = 12;
    internal const int Records = 1_200;

    internal SharedHub Shared { get; } = new();

    public async Task InitializeAsync()
    {
        await Shared.InitializeAsync();
        var said = Enumerable.Range(1, Records)
            .Select(number => Shared.Wujiang.Say(Carriers.Penalty(number), Samples.PublishedAt)).ToArray();
        foreach (var envelope in said[..Contestable])
        {
            await PublishAsync(envelope);
        }

        await Task.WhenAll(said[Contestable..].Select(PublishAsync));
        for (var number = 0; number < Contestable; number += 3)
        {
            var suit = Carriers.Revocation(number + 1);
            (suit.OccurredOn, suit.RemedyAccepted) = ("2026-08-01", new RemedyAccepted { Kind = RemedyKind.Suit });
            await PublishAsync(Shared.Wujiang.Say(
                Carriers.DossierOfPenalty(number + 1), suit, Samples.PublishedAt.AddDays(20)));
        }
    }

    public Task DisposeAsync() => Shared.DisposeAsync();

    private async Task PublishAsync(Envelope envelope) =>
        _ = await new PublicationService.PublicationServiceClient(Shared.Channel).PublishAsync(
            new PublishRequest { Envelope = envelope });
}

/// <summary>
/// A district tries a draft on what the hub holds. It must see every answer that would flip, and the hub must go on as if nobody
/// had asked: what is in force stays in force, and who leaves in the midst leaves nothing behind.
/// </summary>
public sealed class When_a_draft_of_rules_is_tried(ContestedHub hub) : IClassFixture<ContestedHub>, IDisposable
{
    private const int Records = ContestedHub.Records;
    private readonly RecognitionService.RecognitionServiceClient _recognitions = new(hub.Shared.Channel);
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(5));

    [Fact]
    public async Task What_would_flip_is_told_with_both_answers_and_their_reasons()
    {
        var told = await TryAsync(new SimulateRequest { Document = Suspending() });

        var flips = told.Select(answer => answer.Flip).OfType<Told.Types.Flip>().ToArray();
        Assert.Equal(
            Enumerable.Range(0, 4).Select(number => Carriers.DossierOfPenalty((number * 3) + 1)),
            flips.Select(flip => flip.Dossier));
        Assert.All(flips, flip =>
        {
            Assert.Equal(["310118", "330421"], flip.Receivers);
            Assert.Equal(
                (2, Outcome.RecognisedWithFlag, Outcome.Suspended),
                (flip.ReceiverCount, flip.Before.Outcome, flip.After.Outcome));
            Assert.Contains(flip.Before.Grounds, ground => ground.Code == "FLG-UNDER-REVIEW");
            Assert.Contains(flip.After.Grounds, ground => ground is { Code: "SUS-PENDING", SinceOn: "2026-08-01" });
        });
        var summary = told[^1].Summary;
        Assert.Equal((Records, 4), (summary.Dossiers, summary.Flips));
        Assert.Equal("agr:yrd-demo-2020/v3", summary.Replaces);
        Assert.Equal(["310118", "330421"], summary.Passages.Select(passage => passage.Party));
        Assert.All(summary.Passages, passage => Assert.Equal(4, passage.Count));
        Assert.Equal(
            [("FLG-UNDER-REVIEW", 0, 8), ("SUS-PENDING", 8, 0)],
            summary.Codes.Select(code => (code.Code, code.Appears, code.FallsAway)));
    }

    [Fact]
    public async Task A_threshold_refuses_what_lies_below_it()
    {
        var told = await TryAsync(new SimulateRequest { Document = Refusing() });

        Assert.Equal(Records, told.Count(answer => answer.Flip is { After.Outcome: Outcome.Refused } flip
            && flip.After.Grounds.Any(ground => ground.Code == "REF-DEMINIMIS")));
    }

    [Fact]
    public async Task What_is_in_force_stays_as_it_is_and_nothing_is_written()
    {
        var (head, decisions) = (await HeadAsync(), await DecisionsAsync());

        Assert.NotEqual(0, (await TryAsync(new SimulateRequest { Document = Suspending() }))[^1].Summary.Flips);

        Assert.Equal(head, await HeadAsync());
        Assert.Equal(decisions, await DecisionsAsync());
    }

    [Fact]
    public async Task Rules_that_are_in_force_flip_nothing()
    {
        var summary = Assert.Single((await TryAsync(new SimulateRequest { Document = Replaced() })), answer =>
            answer.Summary is not null).Summary;

        Assert.Equal((Records, 0), (summary.Dossiers, summary.Flips));
    }

    [Fact]
    public async Task It_says_how_far_it_is_and_may_be_resumed_there()
    {
        var told = await TryAsync(new SimulateRequest { Document = Refusing(), ResumeAfter = 0 });

        // One message for each second or 10,000 events: how many there are is a matter of the machine.
        Assert.All(told.Select(answer => answer.Progress).OfType<Told.Types.Progress>(), progress =>
            Assert.Equal((told[^1].Summary.Head, true), (progress.Head, progress.Position <= progress.Surveyed)));
        Assert.Equal(await HeadAsync(), told[^1].Summary.Head);
    }

    [Fact]
    public async Task Resumed_after_any_dossier_it_tells_the_rest()
    {
        var whole = Flips(await TryAsync(new SimulateRequest { Document = Suspending() }));

        for (var first = 0; first < whole.Length; first++)
        {
            var rest = await TryAsync(new SimulateRequest { Document = Suspending(), ResumeAfter = whole[first].Position });
            Assert.Equal(whole[(first + 1)..], Flips(rest));
        }
    }

    [Fact]
    public async Task A_stretch_takes_the_dossiers_that_begin_in_it_as_they_were_known_at_its_end()
    {
        var all = Flips(await TryAsync(new SimulateRequest { Document = Suspending() }));

        var some = await TryAsync(new SimulateRequest
        {
            Document = Suspending(), FromPosition = all[1].Position, ToPosition = await HeadAsync(),
        });
        var early = await TryAsync(new SimulateRequest { Document = Suspending(), ToPosition = all[^1].Position });
        var permits = await TryAsync(new SimulateRequest { Document = Suspending(), Kinds = { "permit" } });

        Assert.Equal(all[1..], Flips(some));
        Assert.Equal(0, early[^1].Summary.Flips); // before anybody sued
        Assert.Equal(0, permits[^1].Summary.Dossiers);
    }

    [Fact]
    public async Task A_draft_with_mistakes_is_named_with_their_lines()
    {
        var document = Replaced("policy.pendingRemedy = SUSPEND", "policy.pendingRemedies = SUSPEND");
        var line = 1 + document[..document.IndexOf("policy.pendingRemedies", StringComparison.Ordinal)].Count(it => it == '\n');

        var refused = await Assert.ThrowsAsync<RpcException>(() => TryAsync(new SimulateRequest { Document = document }));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var violation = Assert.Single(Violations(refused));
        Assert.Equal("document", violation.Field);
        var place = string.Create(CultureInfo.InvariantCulture, $"Line {line}, column ");
        Assert.StartsWith(place, violation.Description, StringComparison.Ordinal);
        Assert.Contains("pendingRemedy", violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_nothing_but_mistakes_names_the_first_and_says_how_many_are_left()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => TryAsync(new SimulateRequest
        {
            Document = Replaced().Replace("policy.", "polity.", StringComparison.Ordinal),
        }));

        var violations = Violations(refused);
        Assert.All(
            violations.SkipLast(1), violation => Assert.StartsWith("Line ", violation.Description, StringComparison.Ordinal));
        Assert.EndsWith("more; xhub rules lint lists them all.", violations[^1].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "fines", "kinds", StatusCode.InvalidArgument)]
    [InlineData(7, 3, "penalty", "from_position", StatusCode.InvalidArgument)]
    [InlineData(0, 1_000_000_000, "penalty", "", StatusCode.OutOfRange)]
    public async Task A_stretch_that_is_none_is_refused(long from, long to, string kind, string field, StatusCode code)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => TryAsync(new SimulateRequest
        {
            Document = Replaced(), FromPosition = from, ToPosition = to, Kinds = { kind },
        }));

        Assert.Equal(code, refused.StatusCode);
        Assert.Equal(field.Length > 0 ? [field] : [], Violations(refused).Select(violation => violation.Field));
    }

    [Fact]
    public async Task Who_leaves_in_the_midst_lets_the_next_one_in()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
        using (var call = _recognitions.Simulate(
            new SimulateRequest { Document = Refusing() }, cancellationToken: leaving.Token))
        {
            // More is on its way than fits into the window of a stream, so that the hub cannot have finished.
            Assert.True(await call.ResponseStream.MoveNext(leaving.Token));
            await leaving.CancelAsync();
            var ended = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(call));
            Assert.True(
                ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }, ended.ToString());
        }

        Assert.Equal(4, Flips(await TryAsync(new SimulateRequest { Document = Suspending() })).Length);
    }

    [Fact]
    public async Task The_command_line_tells_an_officer_what_would_change()
    {
        var told = await SimulateAsync(Suspending(), "--lang", "zh", "-o", "table", "--examples", "1");

        Assert.Contains("agr:yrd-demo-2020/v3 替代 agr:yrd-demo-2020/v3", told, StringComparison.Ordinal);
        Assert.Contains("共试算 1200 个卷宗，4 项结论会改变。", told, StringComparison.Ordinal);
        Assert.Matches("310118 .*青浦区 +│ 予以认可（附提示） +│ 中止认可 +│ 4 ", told);
        Assert.Contains("SUS-PENDING  复议诉讼期间按约定中止互认  新增 8，不再适用 0", told, StringComparison.Ordinal);
        Assert.Contains($"{Carriers.DossierOfPenalty(1)} → 310118、330421", told, StringComparison.Ordinal);
        Assert.Contains("草案：中止认可，自 2026-08-01 起", told, StringComparison.Ordinal);
        Assert.Contains("另有 3 项", told, StringComparison.Ordinal);
        Assert.EndsWith("[exit 10]\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_ends_well_when_nothing_would_change()
    {
        var told = await SimulateAsync(Replaced(), "--lang", "en", "-o", "table");

        Assert.Contains("1200 dossiers were judged; 0 answers would be others.\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_gives_programs_a_line_for_each_flip()
    {
        var lines = (await SimulateAsync(Suspending(), "-o", "json")).Split('\n');

        Assert.Equal(4, lines.Count(line => line.StartsWith("{\"flip\":", StringComparison.Ordinal)));
        Assert.Equal(1, lines.Count(line => line.StartsWith("{\"summary\":", StringComparison.Ordinal)));
    }

    public void Dispose() => _patience.Dispose();

    private static string Refusing() => Replaced(
        "when: procedure.creditClass = MINOR and record.fine < policy.smallestFine", "when: record.fine < policy.smallestFine",
        "value: 0 yuan", "value: 100000000 yuan");

    private static string Suspending() => Replaced("value: KEEP_WITH_FLAG", "value: SUSPEND");

    private static string Replaced(params string[] replacements)
    {
        var text = File.ReadAllText(Path.Combine(RunningZone.Samples, "rules", "yrd-demo-2020-v3.yaml"));
        foreach (var pair in replacements.Chunk(2))
        {
            Assert.Contains(pair[0], text, StringComparison.Ordinal);
            text = text.Replace(pair[0], pair[1], StringComparison.Ordinal);
        }

        return text;
    }

    private static Told.Types.Flip[] Flips(IEnumerable<Told> told) =>
        [.. told.Select(answer => answer.Flip).OfType<Told.Types.Flip>()];

    private static List<BadRequest.Types.FieldViolation> Violations(RpcException refused)
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        return [.. status.Details.Where(detail => detail.Is(BadRequest.Descriptor))
            .SelectMany(detail => detail.Unpack<BadRequest>().FieldViolations)];
    }

    private static async Task<List<Told>> ReadAsync(AsyncServerStreamingCall<Told> call)
    {
        var told = new List<Told>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            told.Add(call.ResponseStream.Current);
        }

        return told;
    }

    private async Task<string> SimulateAsync(string document, params string[] options)
    {
        var draft = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(draft, document);
            return await RunningZone.RunAtAsync(hub.Shared.Hub.Address, ["rules", "simulate", draft, .. options]);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<List<Told>> TryAsync(SimulateRequest request)
    {
        using var call = _recognitions.Simulate(request, cancellationToken: _patience.Token);
        return await ReadAsync(call);
    }

    private async Task<long> HeadAsync()
    {
        using var call = new DeliveryService.DeliveryServiceClient(hub.Shared.Channel).Subscribe(
            new SubscribeRequest { Subscription = "head", Receiver = "310118", AfterPosition = 0 },
            cancellationToken: _patience.Token);
        var head = 0L;
        while (await call.ResponseStream.MoveNext(_patience.Token))
        {
            head = Math.Max(head, call.ResponseStream.Current.Delivery?.Position ?? 0);
            if (call.ResponseStream.Current.Heartbeat is { } heartbeat)
            {
                return Math.Max(head, heartbeat.HeadPosition);
            }
        }

        return head;
    }

    private async Task<string> DecisionsAsync()
    {
        var queries = new QueryService.QueryServiceClient(hub.Shared.Channel);
        var records = await Task.WhenAll(Enumerable.Range(0, ContestedHub.Contestable).Select(async number =>
            await queries.GetRecordAsync(new GetRecordRequest { Dossier = Carriers.DossierOfPenalty(number + 1) })));
        return string.Join('\n', records.SelectMany(record => record.Decisions));
    }
}
