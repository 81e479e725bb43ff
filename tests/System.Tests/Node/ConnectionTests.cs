using ExchangeHub.Node.Connection;

namespace ExchangeHub.SystemTests.Node;

/// <summary>How the node bears with a hub that is away, and when it says that the hub has lost history.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void The_wait_doubles_to_five_seconds_and_begins_again_when_something_went_forward()
    {
        var backoff = new Backoff(TimeProvider.System);
        var waits = new List<double>();
        for (var failure = 0; failure < 9; failure++)
        {
            waits.Add(backoff.Next.TotalMilliseconds);
            _ = backoff.WaitAsync(new CancellationToken(canceled: true));
        }

        Assert.Equal([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000], waits);
        backoff.Reset();
        Assert.Equal(50, backoff.Next.TotalMilliseconds);
    }

    [Fact]
    public void A_night_without_a_hub_takes_few_lines_of_the_log()
    {
        var backoff = new Backoff(TimeProvider.System);
        var told = 0;
        for (var failure = 0; failure < 12 * 60 * 8; failure++)
        {
            told += backoff.IsWorthTelling ? 1 : 0;
            _ = backoff.WaitAsync(new CancellationToken(canceled: true));
        }

        Assert.Equal(13, told);
    }

    [Fact]
    public void One_heartbeat_that_is_a_moment_old_is_no_lost_history()
    {
        var watch = new HeadWatch();

        Assert.Null(watch.IsBehind(named: 99, seen: 100));
        Assert.Null(watch.IsBehind(named: 99, seen: 101));
        Assert.False(watch.IsBehind(named: 101, seen: 101));
        Assert.Null(watch.IsBehind(named: 101, seen: 102));
    }

    [Fact]
    public void A_head_that_lags_a_growing_log_is_no_lost_history()
    {
        var watch = new HeadWatch();
        for (var position = 100; position < 120; position++)
        {
            Assert.Null(watch.IsBehind(named: position, seen: position + 1));
        }
    }

    [Fact]
    public void The_third_heartbeat_below_what_was_seen_is()
    {
        var watch = new HeadWatch();

        Assert.Null(watch.IsBehind(named: 90, seen: 100));
        Assert.Null(watch.IsBehind(named: 90, seen: 100));
        Assert.True(watch.IsBehind(named: 91, seen: 100));
        Assert.True(watch.IsBehind(named: 92, seen: 100));
        Assert.False(watch.IsBehind(named: 100, seen: 100));
    }
}
