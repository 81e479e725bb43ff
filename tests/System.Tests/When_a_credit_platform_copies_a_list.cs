using System.Security.Cryptography;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Wire;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.SystemTests;

/// <summary>
/// A credit platform shows for years who is on the list. It must be able to prove that it was given all of it, it must learn of
/// every withdrawal, and somebody must notice when it does not act on one.
/// </summary>
public sealed class When_a_credit_platform_copies_a_list : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice _wujiang = new("320509");
    private readonly NodeVoice _jiashan = new("330421");
    private readonly HubProcess _hub;
    private GrpcChannel _channel = null!;
    private ListService.ListServiceClient _lists = null!;
    private PublicationService.PublicationServiceClient _publications = null!;

    public When_a_credit_platform_copies_a_list() =>
        _hub = new HubProcess([_wujiang, _jiashan]) { More = ["--Hub:AcknowledgeWithinHours", "0"] };

    public async Task InitializeAsync()
    {
        await _hub.StartAsync();
        _channel = _hub.Connect();
        (_lists, _publications) = (new(_channel), new(_channel));
        foreach (var number in Enumerable.Range(1, 3))
        {
            await PublishAsync(_wujiang.Say(Carriers.Penalty(number), Samples.PublishedAt));
            await PublishAsync(_jiashan.Say(Carriers.Entry(number, number), Samples.PublishedAt));
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
        _wujiang.Dispose();
        _jiashan.Dispose();
    }

    [Theory]
    [InlineData("310118")]
    [InlineData("330421")] // its own entries
    public async Task The_snapshot_with_the_changes_after_it_is_the_next_snapshot(string receiver)
    {
        var (before, said) = await SnapshotAsync(receiver);
        Assert.Equal(3, before.Count);
        await PublishAsync(_wujiang.Revoke(2));
        await PublishAsync(_jiashan.Say(Carriers.Entry(4, 1), Samples.PublishedAt));

        var copy = before.ToDictionary(entry => entry.Dossier);
        var after = said.Position;
        foreach (var page in await PagesAsync(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = receiver, Subscription = "consumer:credit/env", AfterPosition = after, PageSize = 1,
        }))
        {
            foreach (var change in page.Changes)
            {
                if (change.Kind == ListChangeKind.Withdrawn)
                {
                    Assert.True(copy.Remove(change.Dossier));
                }
                else
                {
                    copy[change.Dossier] = change.Entry;
                }
            }

            after = page.Position;
        }

        var (now, _) = await SnapshotAsync(receiver);
        Assert.Equal(now, copy.Values.OrderBy(entry => entry.Dossier, StringComparer.Ordinal));
        Assert.Equal(3, now.Count);
        Assert.DoesNotContain(now, entry => entry.DocumentNumber == "嘉环（善）失信〔2026〕2号");
    }

    [Fact]
    public async Task A_list_can_be_read_as_of_a_day_and_as_it_was_known()
    {
        var known = (await SnapshotAsync("310118")).Statement.Position;
        await PublishAsync(_wujiang.Revoke(2)); // with effect from 2026-08-20

        Assert.Equal(3, (await SnapshotAsync("310118", "2026-08-19")).Entries.Count);
        Assert.Equal(2, (await SnapshotAsync("310118", "2026-08-20")).Entries.Count);
        Assert.Equal(3, (await SnapshotAsync("310118", "2026-08-20", known)).Entries.Count);
        Assert.Empty((await SnapshotAsync("310118", "2026-07-13")).Entries); // the day before they were decided
        Assert.Empty((await SnapshotAsync("310118", "2029-07-15")).Entries); // the day after the longest publicity
    }

    [Fact]
    public async Task A_withdrawal_that_is_not_acknowledged_is_chased_until_it_is()
    {
        var request = new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/env", AfterAcknowledged = true,
        };
        var first = await PagesAsync(request);
        await _lists.AcknowledgeChangesAsync(new() { Subscription = request.Subscription, Position = first[^1].Position });
        Assert.Empty((await _lists.ListOverdueAsync(new())).Overdue);

        await PublishAsync(_wujiang.Revoke(2));
        var told = await PagesAsync(request);
        var withdrawn = Assert.Single(told[0].Changes);
        Assert.Equal((ListChangeKind.Withdrawn, "2026-08-20"), (withdrawn.Kind, withdrawn.SinceOn));
        Assert.Null(withdrawn.Entry);

        var owed = Assert.Single((await _lists.ListOverdueAsync(new())).Overdue);
        Assert.Equal((request.Subscription, 1, withdrawn.Position), (owed.Subscription, owed.Count, owed.OldestPosition));
        await Node.Eventually.HoldsAsync(() =>
            _hub.Log().Contains("has not acknowledged 1 withdrawals from list ENV-YRD for 310118", StringComparison.Ordinal));

        await _lists.AcknowledgeChangesAsync(new() { Subscription = request.Subscription, Position = told[^1].Position });
        Assert.Empty((await _lists.ListOverdueAsync(new())).Overdue);

        // What it was told, when, and when it had carried it out.
        var given = (await _lists.ListHandoversAsync(new() { Subscription = request.Subscription })).Handovers;
        Assert.All(given, handover => Verify(handover.Signed));
        var proof = Assert.Single(given, handover => handover.Statement.Count == 1);
        Assert.Equal(told[0].Signed, proof.Signed);
        Assert.NotNull(proof.AcknowledgedAt);
    }

    [Fact]
    public async Task Who_only_looks_sees_the_newest_change_first_and_owes_nothing()
    {
        await PublishAsync(_wujiang.Revoke(2));
        var newest = await _lists.ListChangesAsync(new() { List = "ENV-YRD", Receiver = "310118", PageSize = 1 });
        var older = await _lists.ListChangesAsync(new()
        {
            List = "ENV-YRD", Receiver = "310118", BeforePosition = newest.Changes[^1].Position,
        });

        Assert.Equal((ListChangeKind.Withdrawn, true), (Assert.Single(newest.Changes).Kind, newest.HasMore));
        Assert.False(older.HasMore);
        Assert.Equal(
            [.. older.Changes.Select(change => change.Position).Append(newest.Changes[0].Position).Order()],
            (await PagesAsync(new FollowChangesRequest
            {
                List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/compare", AfterPosition = 0,
            })).SelectMany(page => page.Changes).Select(change => change.Position));
        await _lists.AcknowledgeChangesAsync(
            new() { Subscription = "consumer:credit/compare", Position = newest.Changes[0].Position });
        Assert.Empty((await _lists.ListOverdueAsync(new())).Overdue);
    }

    [Fact]
    public async Task A_live_reader_is_told_what_comes()
    {
        using var call = _lists.FollowChanges(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/live", AfterPosition = 0, Live = true,
        });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(3, call.ResponseStream.Current.Changes.Count);

        await PublishAsync(_wujiang.Revoke(3));

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ListChangeKind.Withdrawn, Assert.Single(call.ResponseStream.Current.Changes).Kind);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await PagesAsync(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/one", AfterPosition = 0,
        });

        Assert.Equal(StatusCode.FailedPrecondition, await FaultAsync(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "320509", Subscription = "consumer:credit/one", AfterPosition = 0,
        }));
        Assert.Equal(StatusCode.OutOfRange, await FaultAsync(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/one", AfterPosition = 1_000_000,
        }));
        Assert.Equal(StatusCode.OutOfRange, await FaultAsync(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "310118", Subscription = "consumer:credit/one", AfterPosition = -1,
        }));
        Assert.Equal(StatusCode.InvalidArgument, await FaultAsync(new FollowChangesRequest { Receiver = "31" }));
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_list()
    {
        await PublishAsync(_wujiang.Revoke(1));
        var (before, _) = await SnapshotAsync("310118");

        _ = await RunningZone.RunAtAsync(_hub.Address, "models", "rebuild", "lists");

        Assert.Equal(before, (await SnapshotAsync("310118")).Entries);
    }

    private async Task<StatusCode> FaultAsync(FollowChangesRequest request) =>
        (await Assert.ThrowsAsync<RpcException>(() => PagesAsync(request))).StatusCode;

    private async Task PublishAsync(Envelope envelope) =>
        _ = await _publications.PublishAsync(new PublishRequest { Envelope = envelope });

    private async Task<(List<ListEntry> Entries, ListStatement Statement)> SnapshotAsync(
        string receiver, string asOf = "2026-11-01", long knownTo = 0)
    {
        using var call = _lists.GetSnapshot(new GetSnapshotRequest
        {
            List = "ENV-YRD", Receiver = receiver, AsOf = asOf, KnownTo = knownTo, Subscription = "consumer:credit/env",
        });
        var entries = new List<ListEntry>();
        Envelope? signed = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            Assert.Null(signed);
            signed = call.ResponseStream.Current.Signed;
            entries.AddRange(call.ResponseStream.Current.Entries);
        }

        var statement = Verify(signed!);
        Assert.Equal((asOf, entries.Count), (statement.AsOf, statement.Count));
        Assert.Equal(DigestOf(entries), statement.LinesDigest);
        return (entries, statement);
    }

    private async Task<List<FollowChangesResponse>> PagesAsync(FollowChangesRequest request)
    {
        using var call = _lists.FollowChanges(request);
        var pages = new List<FollowChangesResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var page = call.ResponseStream.Current;
            var statement = Verify(page.Signed);
            Assert.Equal(DigestOf(page.Changes), statement.LinesDigest);
            Assert.Equal((page.Position, page.Changes.Count), (statement.Position, statement.Count));
            pages.Add(page);
        }

        return pages;
    }

    private static ByteString DigestOf(IEnumerable<IMessage> lines) =>
        ByteString.CopyFrom(SHA256.HashData([.. lines.SelectMany(CanonicalLine.Of)]));

    // With the key that the hub made itself, as a member would have it from the network file.
    private ListStatement Verify(Envelope signed)
    {
        using var key = Ed25519Suite.FindAll()[0].ReadPrivateKey(
            File.ReadAllText(Path.Combine(_hub.Folder, "history", "receipts.pem")))!;
        var envelope = WireRecords.From(signed)!;
        Assert.Equal(ExchangeHub.Records.Envelope.ListType, envelope.PayloadType);
        Assert.True(Dsse.Verify(envelope, new VerificationKey(key.Suite, key.PublicKey.Span)));
        return ListStatement.Parser.ParseFrom(signed.Payload);
    }
}
