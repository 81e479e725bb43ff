using ExchangeHub.EventLog;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Lets a log grow. The log in memory answers at once, so that nothing here needs to be awaited.</summary>
internal static class LogGrowth
{
    extension(InMemoryEventLog log)
    {
        public long Head => log.HeadAsync(CancellationToken.None).GetAwaiter().GetResult();

        /// <summary>Appends events one by one, each with a payload of its own.</summary>
        /// <returns>The head afterwards.</returns>
        public long Grow(int events = 1)
        {
            for (var i = 0; i < events; i++)
            {
                log.AppendAsync(OneSample(), CancellationToken.None).GetAwaiter().GetResult();
            }

            return log.Head;
        }
    }

    public static AppendRequest OneSample()
    {
        var id = Guid.NewGuid();
        var sample = new NewEvent(id, "sample-taken.v1", id.ToByteArray());
        return new AppendRequest([new StreamAppend("samples", null, [sample])], DateTimeOffset.UnixEpoch);
    }
}
