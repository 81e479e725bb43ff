using ExchangeHub.Console.Persons;
using ExchangeHub.SystemTests.Node;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace ExchangeHub.BrowserTests;

/// <summary>A challenge that could be answered later, or again, would be as good as a password.</summary>
public sealed class ChallengesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-challenges-").FullName;
    private readonly TestClock _clock = new(TestClock.Evening);
    private readonly Challenges _challenges;

    public ChallengesTests() => _challenges = new Challenges(
        new EphemeralDataProtectionProvider(), new Codes(new AccountFile(_folder), _clock), _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_counts_once()
    {
        var kept = Keep("state");

        Assert.Equal("state", _challenges.Take(Context(kept), "sign in"));
        Assert.Null(_challenges.Take(Context(kept), "sign in"));
    }

    [Fact]
    public void One_lasts_five_minutes()
    {
        var (early, late) = (Keep("early"), Keep("late"));

        _clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal("early", _challenges.Take(Context(early), "sign in"));
        _clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Null(_challenges.Take(Context(late), "sign in"));
    }

    [Fact]
    public void One_is_for_what_it_was_made()
    {
        Assert.Null(_challenges.Take(Context(Keep("state")), "add"));
        Assert.Null(_challenges.Take(Context("xhub-passkey=anything"), "sign in"));
        Assert.Null(_challenges.Take(new DefaultHttpContext(), "sign in"));
    }

    // What the browser sends back.
    private string Keep(string state)
    {
        var context = new DefaultHttpContext();
        _challenges.Keep(context, "sign in", state);
        var set = Assert.Single(context.Response.Headers.SetCookie)!;
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        return set.Split(';')[0];
    }

    private static DefaultHttpContext Context(string cookie)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = cookie;
        return context;
    }
}
