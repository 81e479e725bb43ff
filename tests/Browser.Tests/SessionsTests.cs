using ExchangeHub.Console.Persons;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.BrowserTests;

/// <summary>A session that is left open is somebody else's: it ends by itself, however busy it is kept.</summary>
public sealed class SessionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-sessions-").FullName;
    private readonly TestClock _clock = new(TestClock.Evening);
    private readonly AccountFile _file;

    public SessionsTests() => _file = new AccountFile(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_that_nobody_uses_ends_after_half_an_hour()
    {
        var sessions = new Sessions(_file, _clock);
        var id = sessions.Begin("somebody");

        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(sessions.IsAlive(id, "somebody"));
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(sessions.IsAlive(id, "somebody"));
        _clock.Advance(TimeSpan.FromMinutes(31));
        Assert.False(sessions.IsAlive(id, "somebody"));
    }

    [Fact]
    public void One_that_is_used_all_day_ends_after_ten_hours()
    {
        var sessions = new Sessions(_file, _clock);
        var id = sessions.Begin("somebody");
        for (var minutes = 0; minutes < 600; minutes += 20)
        {
            Assert.True(sessions.IsAlive(id, "somebody"));
            _clock.Advance(TimeSpan.FromMinutes(20));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(sessions.IsAlive(id, "somebody"));
    }

    [Fact]
    public void It_is_its_owners_alone_and_may_be_ended_with_the_others()
    {
        var sessions = new Sessions(_file, _clock);
        var (first, second) = (sessions.Begin("somebody"), sessions.Begin("somebody"));

        Assert.False(sessions.IsAlive(first, "somebody else"));
        Assert.Equal(1, sessions.EndAll("somebody", but: second));
        Assert.False(sessions.IsAlive(first, "somebody"));
        Assert.Equal([second], sessions.Of("somebody").Select(session => session.Id));
    }

    [Fact]
    public void A_name_is_locked_for_a_quarter_of_an_hour_and_a_success_forgets()
    {
        var attempts = new Attempts(_file, _clock);
        for (var attempt = 1; attempt < Attempts.FailuresMax; attempt++)
        {
            Assert.Null(attempts.Fail("Somebody"));
        }

        attempts.Forget("somebody");
        for (var attempt = 1; attempt < Attempts.FailuresMax; attempt++)
        {
            Assert.Null(attempts.Fail("somebody"));
        }

        Assert.NotNull(attempts.Fail("somebody"));
        _clock.Advance(Attempts.Lock);
        Assert.Null(attempts.LockedUntil("somebody"));
        Assert.Null(attempts.Fail("somebody"));
    }
}
