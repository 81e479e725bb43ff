using ExchangeHub.History;
using ExchangeHub.Node.Storage;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.History;

/// <summary>Signs checkpoints of the hub's log, one history only: what was signed is on disk before the signature goes
/// out.</summary>
internal sealed class WitnessDesk(NodeStore store, HistoryTrust trust, TimeProvider clock)
{
    private readonly Witness? _witness =
        trust is { Key: { } key, Sign: { } sign } ? new Witness(key, sign, trust.Verify) : null;

    /// <summary>Gets a value indicating whether this node has a key to witness with.</summary>
    public bool IsWitness => _witness is not null;

    /// <summary>Gets the newest checkpoint that was signed, as the hub signed it; null when none was.</summary>
    public SignedNote? Latest
    {
        get
        {
            using var connection = store.Read();
            return trust.Policy?.Logs.Select(log => Find(connection, log.Name)).FirstOrDefault(note => note is not null);
        }
    }

    /// <summary>Answers a request to sign. Reading the last checkpoint, deciding and keeping the new one are one step.</summary>
    public Task<CosignAnswer> AnswerAsync(string body, CancellationToken cancellation)
    {
        var request = CosignRequest.Parse(body);
        return store.WriteAsync(connection => Answer(connection, request), cancellation);
    }

    private CosignAnswer Answer(SqliteConnection connection, CosignRequest? request)
    {
        var log = request is not null && Checkpoint.TryParse(request.Checkpoint.Text, out var asked)
            ? trust.Policy?.Logs.FirstOrDefault(log => log.Name == asked.Origin)
            : null;
        var latest = log is not null && Find(connection, log.Name) is { } note && Checkpoint.TryParse(note.Text, out var kept)
            ? kept
            : null;
        var answer = _witness!.Consider(request, log, latest, clock.GetUtcNow());
        if (answer.Latest is { } fresh)
        {
            _ = connection.Execute(
                "INSERT INTO witnessed(log, note) VALUES ($log, $note) ON CONFLICT(log) DO UPDATE SET note = excluded.note",
                ("$log", fresh.Origin), ("$note", request!.Checkpoint.ToString()));
        }

        return answer;
    }

    private static SignedNote? Find(SqliteConnection connection, string log) =>
        connection.Rows("SELECT note FROM witnessed WHERE log = $log", row => row.GetString(0), ("$log", log)).FirstOrDefault()
            is { } text && SignedNote.TryParse(text, out var note) ? note : null;
}
