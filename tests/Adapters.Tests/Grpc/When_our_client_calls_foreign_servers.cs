using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Net.Client;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>A node may have to call a system that was not built with our runtime.</summary>
public sealed class When_our_client_calls_foreign_servers(ForeignServers servers) : IClassFixture<ForeignServers>
{
    public static TheoryData<Peer, string> Cases
    {
        get
        {
            var rows = new TheoryData<Peer, string>();
            foreach (var peer in Enum.GetValues<Peer>())
            {
                foreach (var name in InteropMatrix.ForeignServer)
                {
                    rows.Add(peer, name);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_passes(Peer peer, string name)
    {
        var client = new InteropClient(await servers.ChannelToAsync(peer)) { ServerCompresses = InteropMatrix.Compresses(peer) };
        await InteropClient.Cases[name](client);
    }
}

/// <summary>One server process for each library, started when it is first needed.</summary>
public sealed class ForeignServers : IDisposable
{
    private readonly Dictionary<Peer, (ForeignProcess Process, GrpcChannel Channel)> _servers = [];

    public void Dispose()
    {
        foreach (var (process, channel) in _servers.Values)
        {
            channel.Dispose();
            process.Dispose();
        }
    }

    internal async Task<GrpcChannel> ChannelToAsync(Peer peer)
    {
        if (!_servers.TryGetValue(peer, out var server))
        {
            var process = ForeignProcess.Start(peer, "server");
            try
            {
                var port = await process.ReadLineAsync();
                server = (process, LoopbackServer.Channel($"http://127.0.0.1:{port}"));
            }
            catch
            {
                process.Dispose();
                throw;
            }

            _servers[peer] = server;
        }

        return server.Channel;
    }
}
