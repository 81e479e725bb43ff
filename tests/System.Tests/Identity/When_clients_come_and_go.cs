using System.Net;
using ExchangeHub.Identity.Clients;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>Who left must be out at the next request, not at the next restart; a file that is half right lets nobody in.
/// </summary>
[Collection(SharedAuthority.Name)]
public sealed class When_clients_come_and_go(Authority authority)
{
    [Fact]
    public async Task A_client_that_the_file_no_longer_names_is_refused_at_once_and_may_come_back()
    {
        using var http = authority.Connect("node");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http));

        await authority.WriteClientsAsync("node:310118", "credit");
        Assert.Equal((0, ""), await Authority.RunAsync(["apply", .. authority.Arguments()]));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http));
        await Eventually.HoldsAsync(() =>
            authority.Log().Contains("the client is not registered, or revoked", StringComparison.Ordinal));

        await authority.WriteClientsAsync("node:310118", "credit", "leaver");
        Assert.Equal((0, ""), await Authority.RunAsync(["apply", .. authority.Arguments()]));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http));
    }

    [Theory]
    [InlineData("[]", "Expected { \"clients\"")]
    [InlineData("""{"clients":[{"id":"a b","party":"310118","scopes":[]}]}""", "found 'a b'")]
    [InlineData("""{"clients":[{"id":"a","party":"31","certificate":"00","scopes":["read:penalty:310118"]}]}""", "Client a: ")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","certificate":"00","scopes":["read:penalty:310118"]}]}""",
        "64 hexadecimal digits")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","certificate":"00","scopes":[]}]}""", "at least one scope")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","certificate":"00","scopes":["read:everything:310118"]}]}""",
        "found 'read:everything:310118'")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","certificate":"00","scopes":["publish:penalty:320509"]}]}""",
        "publishes for its own party, 310118")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","scopes":["read:penalty:310118"]}]}""",
        "either a certificate, a uri or a jwks")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","secret":"x","scopes":["read:penalty:310118"]}]}""", "found 'secret'")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","jwks":{"keys":[]},"scopes":["read:penalty:310118"]}]}""",
        "Expected a JSON Web Key set")]
    [InlineData("""{"clients":[{"id":"a","party":"310118","jwks":{"keys":[{"kty":"oct","kid":"1","k":"c2VjcmV0"}]},"""
        + """ "scopes":["read:penalty:310118"]}]}""", "found a private one")]
    [InlineData(
        """{"clients":[{"id":"a","party":"310118","jwks":{"keys":[{"kty":"EC","crv":"P-384","kid":"1","x":"AA","y":"AA"}]},"""
        + """ "scopes":["read:penalty:310118"]}]}""", "on P-256 or RSA")]
    public void A_file_that_is_wrong_names_the_fault(string json, string sentence)
    {
        var fault = Assert.ThrowsAny<FormatException>(() => ClientFile.Parse(json));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Identity:Issuer", "http://identity.example", "Identity:Issuer: expected such as https://")]
    [InlineData("--Identity:Issuer", "https://identity.example/path", "Identity:Issuer: expected such as https://")]
    [InlineData("--Identity:Listen", "http://127.0.0.1:0", "Identity:Listen: expected such as https://")]
    [InlineData("--Identity:Audience", "", "Identity:Audience: expected such as")]
    [InlineData("--Identity:Clients", "/nowhere/clients.json", "cannot be used")]
    [InlineData("--Identity:Certificate", "/nowhere/server.pem", "must be PEM files")]
    [InlineData("--Identity:ClientAuthorities", "/nowhere/root.pem", "must hold the root")]
    [InlineData("--Identity:Seal", "/nowhere/seal.key", "must hold 32 bytes")]
    public async Task A_setting_that_is_wrong_is_named_and_nothing_is_served(string name, string value, string sentence)
    {
        var arguments = authority.Arguments();
        arguments[Array.IndexOf(arguments, name) + 1] = value;

        var (exitCode, said) = await Authority.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "leaver", ["scope"] = "read:penalty:330421",
        });
        using var answer = await http.PostAsync(new Uri("/token", UriKind.Relative), form);
        return answer.StatusCode;
    }
}
