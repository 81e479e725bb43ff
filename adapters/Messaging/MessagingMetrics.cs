using System.Diagnostics.Metrics;

namespace ExchangeHub.Messaging;

/// <summary>Every instrument of the notices and their followers. Names and units are pinned by MessagingMetricsTests.</summary>
internal sealed class MessagingMetrics
{
    public const string MeterName = "ExchangeHub.Messaging";

    private readonly Counter<long> _announcements;
    private readonly Gauge<long> _lag;
    private readonly Counter<long> _wakes;
    private readonly Counter<long> _entries;
    private readonly Counter<long> _failures;

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName, version: "1");
        _announcements = meter.CreateCounter<long>(
            "exchangehub.notice.announcements", "{notice}",
            "Notices by exchangehub.notice.outcome: announced, or failed (the transport refused it or did not answer in time).");
        _lag = meter.CreateGauge<long>(
            "exchangehub.notice.lag", "{event}", "Positions of the log that have not been announced yet.");
        _wakes = meter.CreateCounter<long>(
            "exchangehub.follower.wakes", "{wake}",
            "Why a follower that was at the head read again, by exchangehub.follower.cause: notice or interval. Nothing but "
            + "interval while the log grows: no notice arrives.");
        _entries = meter.CreateCounter<long>("exchangehub.follower.entries", "{entry}", "Entries that a follower has handled.");
        _failures = meter.CreateCounter<long>(
            "exchangehub.follower.failures", "{failure}", "Reads or pages that failed and are tried again.");
    }

    public void Announced()
    {
        _announcements.Add(1, Outcome("announced"));
        _lag.Record(0);
    }

    public void AnnouncingFailed(long lag)
    {
        _announcements.Add(1, Outcome("failed"));
        _lag.Record(lag);
    }

    public void Woken(string follower, bool byNotice) =>
        _wakes.Add(1, Follower(follower), new("exchangehub.follower.cause", byNotice ? "notice" : "interval"));

    public void Handled(string follower, int entries) => _entries.Add(entries, Follower(follower));

    public void FollowingFailed(string follower) => _failures.Add(1, Follower(follower));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("exchangehub.notice.outcome", outcome);

    private static KeyValuePair<string, object?> Follower(string name) => new("exchangehub.follower.name", name);
}
