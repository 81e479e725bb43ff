using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Appends;

/// <summary>What the writer knows of the log without asking. True as long as nobody else has appended since.</summary>
/// <remarks>That nobody has is checked in the statement that appends: it must find <see cref="Head"/> in the fence row.</remarks>
internal sealed class LogKnowledge
{
    private const int NamesHalf = 50_000;

    /// <summary>Gets the position of the last event.</summary>
    public long Head { get; private set; }

    /// <summary>Gets how many events a stream holds, for streams used of late.</summary>
    public RecentlyUsed<long> Revisions { get; } = new(NamesHalf);

    /// <summary>Gets the requests seen of late. A request that was committed stays what it is, whoever appends.</summary>
    public RecentlyUsed<AppendOutcome.Repeated> Requests { get; } = new(NamesHalf);

    /// <summary>Takes over what the store says of the head; when it has moved, the revisions are of the past.</summary>
    /// <param name="head">The position in the fence row.</param>
    /// <returns>Whether it has moved.</returns>
    public bool Refresh(long head)
    {
        if (head == Head)
        {
            return false;
        }

        Forget();
        Head = head;
        return true;
    }

    /// <summary>Moves on after a commit of our own.</summary>
    /// <param name="head">The position of its last event.</param>
    public void Advance(long head) => Head = head;

    /// <summary>Drops what an error may have made untrue.</summary>
    public void Forget() => Revisions.Clear();
}
