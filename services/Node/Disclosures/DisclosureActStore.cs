using System.Security.Cryptography;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Disclosure.V1;
using Google.Protobuf;

namespace ExchangeHub.Node.Disclosures;

/// <summary>The acts on personal values that concern this node, as they arrived.</summary>
internal sealed class DisclosureActStore(NodeStore store)
{
    /// <summary>Keeps an act; the first of a number stays.</summary>
    public Task KeepAsync(FollowActsResponse act, CancellationToken cancellation) => store.WriteAsync(
        connection =>
        {
            var bytes = act.ToByteArray();
            return connection.Execute(
                "INSERT INTO disclosure_act(number, act, digest) VALUES ($number, $act, $digest) ON CONFLICT DO NOTHING",
                ("$number", act.Number), ("$act", bytes), ("$digest", SHA256.HashData(bytes)));
        },
        cancellation);

    /// <summary>Gets the largest number that is kept; 0 when none is.</summary>
    public int Last()
    {
        using var connection = store.Read();
        return (int)(connection.Scalar("SELECT max(number) FROM disclosure_act") ?? 0);
    }

    /// <summary>Reads the acts in order.</summary>
    /// <exception cref="InvalidDataException">One was changed on disk.</exception>
    public List<FollowActsResponse> All()
    {
        using var connection = store.Read();
        return [.. connection.Rows(
            "SELECT number, act, digest FROM disclosure_act ORDER BY number",
            row =>
            {
                var bytes = row.GetFieldValue<byte[]>(1);
                return SHA256.HashData(bytes).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(2))
                    ? FollowActsResponse.Parser.ParseFrom(bytes)
                    : throw new InvalidDataException($"The disclosure act {row.GetInt64(0)} was changed on disk.");
            })];
    }
}
