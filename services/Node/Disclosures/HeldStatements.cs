using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Node.Disclosures;

/// <summary>The statements on a record that this node holds: what values are compared with.</summary>
internal sealed class HeldStatements(NodeStore store)
{
    /// <summary>Gets the payloads of this node's own statements on a dossier, in order.</summary>
    public List<ReadOnlyMemory<byte>> Own(string dossier)
    {
        using var connection = store.Read();
        return [.. OutboxRows.PayloadsOf(connection, dossier)];
    }

    /// <summary>Gets the payloads of the statements that have arrived on a dossier, in the order of the log.</summary>
    /// <exception cref="InvalidDataException">One was changed on disk.</exception>
    public List<ReadOnlyMemory<byte>> Arrived(string dossier)
    {
        using var connection = store.Read();
        return
        [
            .. InboxRows.Of(connection, dossier, long.MaxValue).Select(held => held.Delivery.Statement?.Envelope)
                .OfType<Envelope>().Select(envelope => envelope.Payload.Memory),
        ];
    }
}
