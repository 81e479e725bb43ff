using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.EventLog;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <summary>Short ways to write down what a log test appends.</summary>
internal static class Appends
{
    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 9, 0, 0, TimeSpan.FromHours(8));

    public static NewEvent Event(string payload = "", string type = "penalty-decided.v1") =>
        new(Guid.CreateVersion7(), type, Encoding.UTF8.GetBytes(payload));

    public static NewEvent Event(byte[] payload) => new(Guid.CreateVersion7(), "penalty-decided.v1", payload);

    public static StreamAppend To(string stream, long? expectedRevision, params NewEvent[] events) =>
        new(stream, expectedRevision, [.. events]);

    public static AppendRequest Request(params StreamAppend[] streams) => new([.. streams], Monday);

    public static AppendRequest Request(RequestKey key, params StreamAppend[] streams) => new([.. streams], Monday, key);

    /// <summary>One event without a condition.</summary>
    public static AppendRequest One(string stream, string payload = "") => Request(To(stream, null, Event(payload)));

    public static RequestKey Key(string name, string command = "the same") =>
        new(name, [.. SHA256.HashData(Encoding.UTF8.GetBytes(command))]);

    public static Task<AppendOutcome> AppendAsync(this IEventLog log, AppendRequest request) =>
        log.AppendAsync(request, CancellationToken.None);

    /// <summary>Appends what must be appended.</summary>
    public static async Task<AppendOutcome.Appended> StoreAsync(this IEventLog log, AppendRequest request) =>
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(request));

    /// <summary>Reads the log from the start, page by page.</summary>
    public static async Task<List<LoggedEvent>> ReadAllAsync(this IEventLog log, int page = 1_000)
    {
        var all = new List<LoggedEvent>();
        while (await log.ReadAsync(all.Count, page, CancellationToken.None) is { IsEmpty: false } next)
        {
            Assert.True(next.Length <= page);
            all.AddRange(next);
        }

        Assert.Equal(Enumerable.Range(1, all.Count).Select(position => (long)position), all.Select(one => one.Position));
        return all;
    }

    public static async Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(this IEventLog log, string stream) =>
        await log.ReadStreamAsync(stream, 0, CancellationToken.None);

    public static string Text(this LoggedEvent one) => Encoding.UTF8.GetString(one.Payload.Span);
}
