using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>Between machines a caller is its certificate. Whoever has none of ours must not get as far as a method.</summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_a_stranger_connects(LoopbackServer server)
{
    [Fact]
    public async Task The_server_knows_its_own()
    {
        using var channel = server.SecureChannel(server.Authority.Client);

        Assert.Equal(new Empty(), await new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty()));
    }

    [Fact]
    public Task A_client_without_a_certificate_is_refused() => AssertRefusedAsync(null, SslProtocols.Tls13);

    [Fact]
    public async Task A_client_of_another_authority_is_refused()
    {
        using var other = new TestAuthority();
        await AssertRefusedAsync(other.Client, SslProtocols.Tls13);
    }

    [Fact]
    public Task A_client_that_offers_an_older_TLS_is_refused() => AssertRefusedAsync(server.Authority.Client, SslProtocols.Tls12);

    [Fact]
    public async Task A_server_of_another_authority_is_refused_by_the_client()
    {
        using var impostor = new LoopbackServer();
        await impostor.InitializeAsync();
        using var channel = server.SecureChannel(server.Authority.Client, address: impostor.SecureAddress);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(channel));

        Assert.IsType<AuthenticationException>(failure.Status.DebugException?.InnerException);
        await impostor.DisposeAsync();
    }

    private static async Task CallAsync(GrpcChannel channel) => await new TestService.TestServiceClient(channel)
        .EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow.AddSeconds(15));

    private async Task AssertRefusedAsync(X509Certificate2? certificate, SslProtocols protocols)
    {
        using var channel = server.SecureChannel(certificate, protocols);

        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync(channel));

        // Unavailable where the server breaks the connection off, Internal where the two cannot agree on a version.
        Assert.True(failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal, failure.ToString());
    }
}
