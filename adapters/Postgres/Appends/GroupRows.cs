using System.Runtime.InteropServices;
using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Appends;

/// <summary>The rows of one commit, a list for each column, as the statement takes them.</summary>
internal sealed class GroupRows
{
    // mt_events
    public List<Guid> Ids { get; } = [];

    public List<string> EventStreams { get; } = [];

    public List<long> EventRevisions { get; } = [];

    public List<string> Types { get; } = [];

    public List<ReadOnlyMemory<byte>> Payloads { get; } = [];

    public List<DateTime> Ats { get; } = [];

    public List<string?> TraceParents { get; } = [];

    // mt_streams
    public List<string> Streams { get; } = [];

    public List<long> Revisions { get; } = [];

    public List<DateTime> StreamAts { get; } = [];

    // hub_request
    public List<string> Keys { get; } = [];

    public List<byte[]> Digests { get; } = [];

    public List<long> Firsts { get; } = [];

    public List<long> Lasts { get; } = [];

    public List<DateTime> KeyAts { get; } = [];

    public int AddStream(string stream, long revision, DateTime at)
    {
        Streams.Add(stream);
        Revisions.Add(revision);
        StreamAts.Add(at);
        return Streams.Count - 1;
    }

    public void AddEvents(int streamIndex, StreamAppend append, DateTime at, string? traceParent)
    {
        StreamAts[streamIndex] = at;
        foreach (var one in append.Events)
        {
            Ids.Add(one.Id);
            EventStreams.Add(append.Stream);
            EventRevisions.Add(++Revisions[streamIndex]);
            Types.Add(one.Type);
            Payloads.Add(one.Payload);
            Ats.Add(at);
            TraceParents.Add(traceParent);
        }
    }

    public void AddRequest(string key, AppendOutcome.Repeated made)
    {
        Keys.Add(key);
        Digests.Add(ImmutableCollectionsMarshal.AsArray(made.Digest)!);
        Firsts.Add(made.FirstPosition);
        Lasts.Add(made.LastPosition);
        KeyAts.Add(made.At.UtcDateTime);
    }

    public void Clear()
    {
        Ids.Clear();
        EventStreams.Clear();
        EventRevisions.Clear();
        Types.Clear();
        Payloads.Clear();
        Ats.Clear();
        TraceParents.Clear();
        Streams.Clear();
        Revisions.Clear();
        StreamAts.Clear();
        Keys.Clear();
        Digests.Clear();
        Firsts.Clear();
        Lasts.Clear();
        KeyAts.Clear();
    }
}
