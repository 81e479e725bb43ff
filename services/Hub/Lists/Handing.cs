using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.History;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Lists;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Handover = ExchangeHub.Lists.Handover;

namespace ExchangeHub.Hub.Lists;

/// <summary>Signs what is given of a list, and keeps what was signed before it is given.</summary>
internal sealed class Handing(Network network, HubKeys keys, ICreditLists lists, TimeProvider clock)
{
    /// <summary>Signs and keeps.</summary>
    /// <param name="list">Which list, for whom.</param>
    /// <param name="statement">What is said of it; the rest is filled in.</param>
    /// <param name="lines">The digest of its lines.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The envelope.</returns>
    public async Task<Protos.Record.V1.Envelope> SignAsync(
        ListName list, ListStatement statement, IncrementalHash lines, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        statement.Network = network.Id;
        (statement.List, statement.Receiver) = (list.Code, list.Party.ToString());
        statement.LinesDigest = ByteString.CopyFrom(lines.GetHashAndReset());
        statement.GivenAt = Timestamp.FromDateTimeOffset(now);
        var signed = WireRecords.From(Dsse.Sign(Envelope.ListType, statement.ToByteArray(), keys.Receipts));
        if (statement.Subscription.Length > 0)
        {
            await lists.KeepAsync(
                new Handover(
                    0, statement.Subscription, statement.AsOf.Length > 0, statement.Position, signed.ToByteArray(), now, null),
                cancellation);
        }

        return signed;
    }
}
