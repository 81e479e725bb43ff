namespace ExchangeHub.BrowserTests;

/// <summary>An officer who meets a stack trace learns nothing, and an operator whose console serves the whole network without
/// sign-in learns it too late.</summary>
[Collection("console")]
public sealed class When_the_hub_is_not_there(ConsoleFixture console)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/search")]
    [InlineData("/agreement")]
    [InlineData("/record?of=penalty/x")]
    public async Task Every_page_says_so_and_what_to_do(string path)
    {
        await using var lonely = await ConsoleProcess.StartAsync("http://127.0.0.1:1");
        await using (var visit = await console.OpenAsync(path, console: lonely))
        {
            Assert.Equal(503, visit.Status);
            var said = await visit.Page.Locator("main").InnerTextAsync();
            Assert.Contains("枢纽暂时无法访问", said, StringComparison.Ordinal);
            Assert.Contains("请确认枢纽正在运行", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", await visit.Page.ContentAsync(), StringComparison.Ordinal);
            Assert.Empty(await visit.HindrancesAsync());
        }

        Assert.Contains("did not answer a question", await lonely.EndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7110")]
    [InlineData("http://192.0.2.1:7110")]
    [InlineData("http://localhost:7110")]
    [InlineData("7110")]
    public async Task It_does_not_serve_beyond_this_machine(string listen)
    {
        var (exitCode, errors) = await ConsoleProcess.RunAsync("http://127.0.0.1:7100", listen);

        Assert.Equal(2, exitCode);
        Assert.Contains($"'{listen}'", errors, StringComparison.Ordinal);
        Assert.Contains("--Console:Listen", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_without_a_hub_to_ask()
    {
        var (exitCode, errors) = await ConsoleProcess.RunAsync("hub", "http://127.0.0.1:0");

        Assert.Equal(2, exitCode);
        Assert.Contains("--Console:Hub: expected the address of the hub", errors, StringComparison.Ordinal);
    }
}
