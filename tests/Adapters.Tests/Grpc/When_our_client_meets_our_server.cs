using ExchangeHub.Adapters.Tests.Grpc.Peers;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// The official runtime runs on API projects of ours. These are gRPC's own interoperability cases, both sides ours, over
/// both links that the product uses: plain HTTP/2 on loopback, and TLS 1.3 with client certificates between machines.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_our_client_meets_our_server(LoopbackServer server)
{
    public static TheoryData<string> Cases => [.. InteropMatrix.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_case_passes_over_plain_HTTP_2(string name) => InteropClient.Cases[name](new InteropClient(server.Plain));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_case_passes_over_TLS_with_client_certificates(string name) =>
        InteropClient.Cases[name](new InteropClient(server.Secure));
}
