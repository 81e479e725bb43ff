using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Lists;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;
using Handover = ExchangeHub.Protos.Lists.V1.Handover;

namespace ExchangeHub.Hub.Lists;

/// <summary>Gives lists, for whichever door the question came through.</summary>
internal sealed class ListDesk(
    ICreditLists lists, IEventLog log, ISubscriptions subscriptions, Handing handing, ListTerms terms, CheckRequest check,
    TimeProvider clock)
{
    private const int EntriesPerAnswer = 200;
    private const int PageSizeDefault = 500;
    private const int HandoversDefault = 50;

    /// <summary>Gives a whole list: some entries at a time, then what is signed of it.</summary>
    public async IAsyncEnumerable<GetSnapshotResponse> SnapshotAsync(
        GetSnapshotRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var list = new ListName(request.List, Jurisdiction.Parse(request.Receiver));
        var asOf = CivilDates.TryParse(request.AsOf, out var day) ? day : CivilDates.Of(clock.GetUtcNow());
        var head = await HeadAsync(request.KnownTo, cancellation);
        var position = request.KnownTo == 0 ? head : request.KnownTo;
        _ = await lists.WaitForAsync(position, cancellation);

        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var answer = new GetSnapshotResponse();
        var count = 0L;
        await foreach (var change in lists.ReadAsync(list, asOf, position, cancellation))
        {
            var entry = WireLists.EntryOf(change);
            lines.AppendData(CanonicalLine.Of(entry));
            answer.Entries.Add(entry);
            count++;
            if (answer.Entries.Count == EntriesPerAnswer)
            {
                yield return answer;
                answer = new GetSnapshotResponse();
            }
        }

        answer.Signed = await handing.SignAsync(
            list,
            new ListStatement
            {
                Subscription = request.Subscription, AsOf = CivilDates.Format(asOf), Position = position, Count = count,
            },
            lines,
            cancellation);
        yield return answer;
    }

    /// <summary>Opens a durable subscription.</summary>
    /// <returns>The position after which to begin.</returns>
    public async Task<long> OpenAsync(FollowChangesRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var definition = new ListName(request.List, Jurisdiction.Parse(request.Receiver)).Definition;
        var subscription = await subscriptions.OpenAsync(
            request.Subscription, definition, clock.GetUtcNow(), cancellation);
        if (subscription.Definition != definition)
        {
            throw HubErrors.OtherFilter(request.Subscription).ToException();
        }

        var after = request.FromCase == FollowChangesRequest.FromOneofCase.AfterPosition
            ? request.AfterPosition : subscription.Acknowledged;
        if (after < 0)
        {
            throw HubErrors.AheadOfLog(after, 0).ToException();
        }

        _ = await HeadAsync(after, cancellation);
        return after;
    }

    /// <summary>Gives one page of changes.</summary>
    /// <returns>The page; without a change it is the last one for now.</returns>
    public async Task<FollowChangesResponse> PageAsync(FollowChangesRequest request, long after, CancellationToken cancellation)
    {
        var list = new ListName(request.List, Jurisdiction.Parse(request.Receiver));
        var head = await lists.WaitForAsync(await HeadAsync(after, cancellation), cancellation);
        var size = request.PageSize == 0 ? PageSizeDefault : request.PageSize;
        var found = await lists.ChangesAsync(list, after, head, size, cancellation);
        var page = new FollowChangesResponse { Position = found.Length == size ? found[^1].Position : head };
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var change in found)
        {
            var wire = WireLists.From(change, list.Party);
            lines.AppendData(CanonicalLine.Of(wire));
            page.Changes.Add(wire);
        }

        page.Signed = await handing.SignAsync(
            list,
            new ListStatement
            {
                Subscription = request.Subscription, AfterPosition = after, Position = page.Position, Count = found.Length,
            },
            lines,
            cancellation);
        return page;
    }

    /// <summary>Lists the newest changes, for somebody who keeps no copy.</summary>
    public async Task<ListChangesResponse> NewestAsync(ListChangesRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var list = new ListName(request.List, Jurisdiction.Parse(request.Receiver));
        var size = request.PageSize == 0 ? HandoversDefault : request.PageSize;
        var before = request.BeforePosition == 0 ? long.MaxValue : request.BeforePosition;
        _ = await lists.WaitForAsync(await HeadAsync(0, cancellation), cancellation);
        var found = await lists.NewestChangesAsync(list, before, size + 1, cancellation);
        return new ListChangesResponse
        {
            Changes = { found.Take(size).Select(change => WireLists.From(change, list.Party)) }, HasMore = found.Length > size,
        };
    }

    /// <summary>Waits until there may be more.</summary>
    public Task WaitAsync(long after, CancellationToken cancellation) => log.WaitForMoreAsync(after, cancellation);

    /// <summary>Notes up to where a subscriber has carried out the changes.</summary>
    public async Task<long> AcknowledgeAsync(AcknowledgeChangesRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        _ = await HeadAsync(request.Position, cancellation);
        return await subscriptions.AcknowledgeAsync(
            request.Subscription, request.Position, clock.GetUtcNow(), cancellation)
            ?? throw HubErrors.SubscriptionUnknown(request.Subscription).ToException();
    }

    /// <summary>Lists who owes the acknowledgement of withdrawals for longer than agreed.</summary>
    public async Task<ListOverdueResponse> OverdueAsync(CancellationToken cancellation)
    {
        var response = new ListOverdueResponse();
        response.Overdue.Add((await lists.OverdueAsync(clock.GetUtcNow() - terms.Acknowledgement, cancellation))
            .Select(owed => new OverdueWithdrawals
            {
                Subscription = owed.Subscription,
                List = owed.List.Code,
                Receiver = owed.List.Party.ToString(),
                Acknowledged = owed.Acknowledged,
                Count = owed.Count,
                OldestPosition = owed.OldestPosition,
                OldestKnownAt = Timestamp.FromDateTimeOffset(owed.OldestKnownAt),
            }));
        return response;
    }

    /// <summary>Lists what was given to a subscription.</summary>
    public async Task<ListHandoversResponse> HandoversAsync(ListHandoversRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var given = await lists.HandoversAsync(
            request.Subscription, request.AfterNumber, request.PageSize == 0 ? HandoversDefault : request.PageSize, cancellation);
        var response = new ListHandoversResponse();
        foreach (var one in given)
        {
            var signed = Envelope.Parser.ParseFrom(one.Envelope.Span);
            response.Handovers.Add(new Handover
            {
                Number = one.Number,
                Signed = signed,
                Statement = ListStatement.Parser.ParseFrom(signed.Payload),
                AcknowledgedAt = one.AcknowledgedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            });
        }

        return response;
    }

    // Fails where a position is ahead of the log.
    private async Task<long> HeadAsync(long position, CancellationToken cancellation)
    {
        var head = await log.HeadAsync(cancellation);
        return position <= head ? head : throw HubErrors.AheadOfLog(position, head).ToException();
    }
}

/// <summary>What was agreed on lists.</summary>
/// <param name="Acknowledgement">Within which time withdrawals are to be acknowledged.</param>
internal sealed record ListTerms(TimeSpan Acknowledgement);
