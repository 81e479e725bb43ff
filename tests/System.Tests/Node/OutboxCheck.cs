using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using Microsoft.Data.Sqlite;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Looks into a node's outbox from outside, and checks what must hold of it at any moment.</summary>
internal sealed class OutboxCheck
{
    private static readonly StatementReader Reader = new();

    private readonly List<Row> _rows = [];

    private OutboxCheck(string database)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, client_key, record_id, envelope FROM outbox ORDER BY sequence";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var envelope = WireEnvelope.Parser.ParseFrom(reader.GetFieldValue<byte[]>(3));
            _rows.Add(new Row(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), envelope));
        }
    }

    public static OutboxCheck Of(District district) => new(district.Database);

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Checks that sequences are dense, that each statement is chained to the one before, and that each can be
    /// read.</summary>
    public OutboxCheck IsWhole()
    {
        var previous = Array.Empty<byte>();
        for (var index = 0; index < _rows.Count; index++)
        {
            var (sequence, _, recordId, envelope) = _rows[index];
            var statement = Protos.Record.V1.Statement.Parser.ParseFrom(envelope.Payload);
            Assert.Equal(index + 1, sequence);
            Assert.Equal(sequence, statement.Sequence);
            Assert.Equal(previous, statement.Previous.ToByteArray());
            Assert.Empty(Reader.Read(envelope.Payload.Memory).Violations);
            Assert.Equal(recordId, statement.Record?.RecordId ?? statement.Event.RecordId);
            previous = [.. Dsse.DigestOf(new Envelope(
                envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory)).ToBytes()];
        }

        return this;
    }

    /// <summary>A row as it stands in the file.</summary>
    internal sealed record Row(long Sequence, string ClientKey, string RecordId, WireEnvelope Envelope);
}
