using System.Collections.Concurrent;
using ExchangeHub.Access;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Access;

/// <summary>How much each member has been shown for each purpose within an hour.</summary>
internal sealed class ReadingQuota(HubOptions options, TimeProvider clock, HubMetrics metrics, ILogger<ReadingQuota> logger)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(MemberId, Purpose), Used> _used = [];

    /// <summary>Says whether a reader has had its share.</summary>
    /// <returns>Why it is shown no more; null while it is.</returns>
    public Rejection? Fault(Admitted reader)
    {
        if (!_used.TryGetValue(reader.Key, out var used) || used.IsOver(clock) || used.Records < options.RecordsPerHour)
        {
            return null;
        }

        if (used.TellOnce())
        {
            metrics.Alarmed();
            AccessLog.QuotaUsedUp(logger, $"{reader.Member}", reader.Claim.Purpose!.Value.Code(), used.Records);
        }

        return new Rejection(RejectionCode.QuotaUsedUp, new Wording(
            $"{reader.Member} 一小时内以“{reader.Claim.Purpose!.Value.Code()}”为用途查阅的记录已达 {options.RecordsPerHour} 条上限，"
                + "请一小时后再试；批量需求请改用订阅。",
            $"{reader.Member} has read {options.RecordsPerHour} records for '{reader.Claim.Purpose!.Value.Code()}' within an "
                + "hour, which is all that is granted. Ask again in an hour; who needs everything subscribes."));
    }

    /// <summary>Counts records that are about to be shown.</summary>
    public void Use(Admitted reader, int records)
    {
        _used.AddOrUpdate(
            reader.Key,
            _ => new Used(clock.GetTimestamp()),
            (_, known) => known.IsOver(clock) ? new Used(clock.GetTimestamp()) : known).Add(records);
    }

    private sealed class Used(long since)
    {
        private int _records;
        private int _told;

        public int Records => Volatile.Read(ref _records);

        public bool IsOver(TimeProvider clock) => clock.GetElapsedTime(since) > Lasts;

        public void Add(int records) => Interlocked.Add(ref _records, records);

        public bool TellOnce() => Interlocked.Exchange(ref _told, 1) == 0;
    }
}
