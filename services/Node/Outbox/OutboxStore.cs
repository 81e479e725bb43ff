using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Publication.V1;
using Google.Protobuf;

namespace ExchangeHub.Node.Outbox;

/// <summary>The statements of this node, in the order in which they were signed. Rows stay after the hub's receipt.</summary>
internal sealed class OutboxStore(NodeStore store) : IDisposable
{
    private const int BatchBytesMax = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _arrived = new(0, 1);

    /// <summary>Signs and stores a statement under the next sequence, once for each client key.</summary>
    /// <param name="unsealed">The statement.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops waiting for a place in the queue.</param>
    /// <returns>The submission, and whether it is new; null when the client key was used for something else.</returns>
    /// <exception cref="InvalidDataException">The statement before was changed on disk: nothing can be chained to it.</exception>
    public async Task<(Submission? Submission, bool IsNew)> AddAsync(
        Unsealed unsealed, DateTimeOffset at, CancellationToken cancellation)
    {
        var result = await store.WriteAsync(connection => OutboxRows.Add(connection, unsealed, at), cancellation);
        if (result.IsNew)
        {
            Signal();
        }

        return result;
    }

    /// <summary>Waits until something may have been added, or for a while.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _arrived.WaitAsync(atMost, cancellation);

    /// <summary>Gets statements that the hub has not answered, after a sequence, in order: some at a time, at least one if there
    /// is any.</summary>
    /// <returns>The statements before a damaged one; and the sequence of that one, 0 when none is damaged.</returns>
    public (List<Waiting> Statements, long Damaged) Waiting(long afterSequence, int countMax)
    {
        using var connection = store.Read();
        var (statements, bytes) = (new List<Waiting>(), 0);
        foreach (var (sequence, statement) in OutboxRows.Waiting(connection, afterSequence, countMax))
        {
            if (statement is null)
            {
                return (statements, sequence);
            }

            statements.Add(statement);
            bytes += statement.Envelope.Payload.Length;
            if (bytes > BatchBytesMax)
            {
                break;
            }
        }

        return (statements, 0);
    }

    /// <summary>Says whether anything waits for the hub.</summary>
    public bool HasWaiting()
    {
        using var connection = store.Read();
        return connection.Scalar("SELECT 1 FROM outbox WHERE state = 1 LIMIT 1") is not null;
    }

    /// <summary>Keeps the hub's answer to a statement; the first one stays.</summary>
    public Task AnswerAsync(long sequence, Receipt? receipt, Google.Rpc.Status? rejection) => store.WriteAsync(
        connection =>
        {
            if (receipt is not null)
            {
                connection.RaiseMark(Marks.HeadSeen, receipt.LastPosition);
            }

            return connection.Execute(
                """
                UPDATE outbox SET state = $state, receipt = $receipt, rejection = $rejection
                WHERE sequence = $sequence AND state = 1
                """,
                ("$state", (int)(receipt is not null ? Submission.Types.State.Acknowledged : Submission.Types.State.TurnedDown)),
                ("$receipt", receipt?.ToByteArray()),
                ("$rejection", rejection?.ToByteArray()),
                ("$sequence", sequence));
        },
        CancellationToken.None);

    /// <summary>Finds a submission.</summary>
    public Submission? Find(long sequence) => Find("sequence = $sequence", ("$sequence", sequence));

    /// <summary>Finds what was stored for a client key and this very content.</summary>
    public Submission? Find(string clientKey, byte[] requestDigest) =>
        Find("client_key = $key AND request_digest = $digest", ("$key", clientKey), ("$digest", requestDigest));

    /// <summary>Reads the hub's receipts for the statements after a sequence, in order.</summary>
    public IEnumerable<Receipt> ReceiptsAfter(long sequence)
    {
        using var connection = store.Read();
        var receipts = connection.Rows(
            "SELECT receipt FROM outbox WHERE sequence > $sequence AND receipt IS NOT NULL ORDER BY sequence",
            row => Receipt.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)),
            ("$sequence", sequence));
        foreach (var receipt in receipts)
        {
            yield return receipt;
        }
    }

    /// <summary>Lists statements that wait or were turned down, see <see cref="StuckRows"/>.</summary>
    public List<StuckStatement> Stuck(long before, int countMax)
    {
        using var connection = store.Read();
        return [.. StuckRows.Before(connection, before, countMax)];
    }

    /// <summary>Counts what waits and what was turned down, and gets the newest sequence and when the oldest that waits was
    /// stored.</summary>
    public (long Waiting, long TurnedDown, long LastSequence, DateTimeOffset? OldestAt) Count()
    {
        using var connection = store.Read();
        return (
            connection.Scalar("SELECT count(*) FROM outbox WHERE state = 1") ?? 0,
            connection.Scalar("SELECT count(*) FROM outbox WHERE state = 3") ?? 0,
            connection.Scalar("SELECT max(sequence) FROM outbox") ?? 0,
            Sql.ToInstant(connection.Scalar("SELECT stored_at FROM outbox WHERE state = 1 ORDER BY sequence LIMIT 1")));
    }

    public void Dispose() => _arrived.Dispose();

    private Submission? Find(string condition, params (string Name, object? Value)[] parameters)
    {
        using var connection = store.Read();
        var sql = $"SELECT {OutboxRows.SubmissionColumns} FROM outbox WHERE {condition}";
        return connection.Rows(sql, OutboxRows.ReadSubmission, parameters).FirstOrDefault();
    }

    private void Signal()
    {
        try
        {
            if (_arrived.CurrentCount == 0)
            {
                _ = _arrived.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just said so.
        }
    }
}
