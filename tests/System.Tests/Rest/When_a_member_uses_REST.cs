using System.Net;
using System.Text.Json.Nodes;
using ExchangeHub.Certificates;
using ExchangeHub.SystemTests.Access;

namespace ExchangeHub.SystemTests.Rest;

/// <summary>REST is a second door into the same house: whoever is not let in by the first must not come in by it.</summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_a_member_uses_REST(SecureHub secure)
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_node_asks_for_a_purpose_over_either_version(string version)
    {
        using var told = await GetAsync(secure.QingpuIdentity, version, "/api/v1/records?subjectName=汾湖", "supervision");
        using var untold = await GetAsync(secure.QingpuIdentity, version, "/api/v1/records?subjectName=汾湖", null);

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (told.StatusCode, told.Version));
        Assert.True((int)untold.StatusCode is >= 400 and < 500);
        Assert.Equal("application/problem+json", untold.Content.Headers.ContentType!.MediaType);
        Assert.Contains("xhub-purpose", (string)JsonNode.Parse(await untold.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_sees_no_records_and_nobody_asks_for_another_party()
    {
        using var records = await GetAsync(secure.Zhang, "1.1", "/api/v1/records?subjectName=汾湖", "supervision");
        using var models = await GetAsync(secure.Zhang, "1.1", "/api/v1/read-models", null);
        using var foreign = await GetAsync(
            secure.QingpuIdentity, "1.1", "/api/v1/lists/ENV-YRD?receiver=320509", "exchange");
        using var own = await GetAsync(secure.QingpuIdentity, "1.1", "/api/v1/lists/ENV-YRD?receiver=310118", "exchange");

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            (records.StatusCode, models.StatusCode, foreign.StatusCode, own.StatusCode));
    }

    [Fact]
    public async Task Joint_cases_are_asked_for_the_own_party_and_for_a_purpose()
    {
        const string Cases = "/api/v1/joint-cases?receiver=310118";
        using var own = await GetAsync(secure.QingpuIdentity, "2.0", Cases, "supervision");
        using var unnamed = await GetAsync(secure.QingpuIdentity, "2.0", Cases, null);
        using var foreign = await GetAsync(
            secure.QingpuIdentity, "2.0", "/api/v1/joint-cases/x?receiver=320509", "supervision");
        using var operated = await GetAsync(secure.Zhang, "2.0", "/api/v1/team", "audit");

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.All(
            [unnamed, foreign, operated], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
    }

    private async Task<HttpResponseMessage> GetAsync(string identity, string version, string path, string? purpose)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = Peers.ToHub(IdentityFolder.Open(identity, TimeProvider.System)),
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(secure.Hub.Address), path))
        {
            Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (purpose is not null)
        {
            request.Headers.Add("X-Purpose", purpose);
        }

        return await http.SendAsync(request);
    }
}
