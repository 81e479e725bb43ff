using System.Net;

namespace ExchangeHub.BrowserTests;

/// <summary>A page of a stranger, open in the officer's browser, can reach addresses of this machine. It gets no answer under its
/// own name, cannot frame a page, and nothing is kept.</summary>
[Collection("console")]
public sealed class When_a_stranger_reaches_the_console(ConsoleFixture console)
{
    [Theory]
    [InlineData("console.example")]
    [InlineData("127.0.0.1.console.example")]
    public async Task It_has_no_answer_under_another_name(string host)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, console.Address);
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("ExchangeHub", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search")]
    [InlineData("/nowhere")]
    public async Task Every_page_forbids_what_no_page_needs(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(console.Address) };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.NotEmpty(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }
}
