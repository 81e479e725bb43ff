using ExchangeHub.Adapters.Tests.Grpc.Peers;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Districts write their systems in languages of their own choice. What they find here is gRPC, not our reading of it.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_foreign_clients_call_our_server(ForeignClients clients) : IClassFixture<ForeignClients>
{
    public static TheoryData<Peer, Link, string> Cases
    {
        get
        {
            var rows = new TheoryData<Peer, Link, string>();
            foreach (var peer in Enum.GetValues<Peer>())
            {
                foreach (var link in Enum.GetValues<Link>())
                {
                    foreach (var name in InteropMatrix.ForeignClient)
                    {
                        rows.Add(peer, link, name);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_passes(Peer peer, Link link, string name) =>
        Assert.Equal("passed", await clients.Of(peer, link).AskAsync(name));
}

/// <summary>One driver process for each library and link, started when it is first needed.</summary>
public sealed class ForeignClients(LoopbackServer server) : IDisposable
{
    private readonly Dictionary<(Peer, Link), ForeignProcess> _processes = [];
    private readonly DirectoryInfo _certificates = Directory.CreateTempSubdirectory("interop-");

    internal ForeignProcess Of(Peer peer, Link link)
    {
        if (!_processes.TryGetValue((peer, link), out var process))
        {
            _processes[(peer, link)] = process = link == Link.Plain
                ? ForeignProcess.Start(peer, "client", new Uri(server.PlainAddress).Authority)
                : ForeignProcess.Start(peer, "client", new Uri(server.SecureAddress).Authority, Certificates());
        }

        return process;
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }

        _certificates.Delete(recursive: true);
    }

    private string Certificates()
    {
        server.Authority.WriteClientFiles(_certificates.FullName);
        return _certificates.FullName;
    }
}
