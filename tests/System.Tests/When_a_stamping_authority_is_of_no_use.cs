namespace ExchangeHub.SystemTests;

/// <summary>A hub asks nobody for time-stamps over a link that anybody could read and change.</summary>
public sealed class When_a_stamping_authority_is_of_no_use
{
    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://localhost.example/")]
    [InlineData("https://user@tsa.example/")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task A_hub_does_not_start_with_an_authority_that_it_should_not_ask(string address)
    {
        await using var hub = new ProvingHub("--Hub:TimestampAuthority", address);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(hub.StartAsync);
        Assert.Contains("--Hub:TimestampAuthority", refused.Message, StringComparison.Ordinal);
    }
}
