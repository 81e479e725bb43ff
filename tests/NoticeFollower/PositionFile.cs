using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExchangeHub.Messaging;

namespace ExchangeHub.NoticeFollower;

/// <summary>
/// Writes one line for each delivery: position, type, digest. The lines are effect and position in one, so that a crash at any
/// moment leaves every delivery in the file once; the last position is where to go on.
/// </summary>
internal sealed class PositionFile(string path, HubFeed feed) : IFollower<FeedEntry>
{
    public async Task<long> LoadPositionAsync(CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        using var reader = new StreamReader(file, Encoding.ASCII);
        var text = await reader.ReadToEndAsync(cancellation);

        // What a crash cut off in the middle of a line was never acknowledged: away with it.
        var whole = text.LastIndexOf('\n') + 1;
        file.SetLength(whole);
        file.Flush(flushToDisk: true);
        var last = text[..whole].TrimEnd('\n').Split('\n')[^1];
        return last.Length == 0 ? 0 : long.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public Task<ImmutableArray<FeedEntry>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation) =>
        feed.ReadAsync(afterPosition, countMax, cancellation);

    public long PositionOf(FeedEntry entry) => entry.Position;

    public long PreviousPositionOf(FeedEntry entry) => entry.PreviousPosition;

    public async Task HandleAsync(ImmutableArray<FeedEntry> entries, CancellationToken cancellation)
    {
        var lines = new StringBuilder();
        foreach (var entry in entries)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{entry.Position} {entry.Type} {entry.Digest}\n");
        }

        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.ASCII.GetBytes(lines.ToString()), cancellation);
        file.Flush(flushToDisk: true);
    }
}
