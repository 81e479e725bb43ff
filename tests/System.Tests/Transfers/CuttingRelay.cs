using System.Net;
using System.Net.Sockets;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>A link that breaks: passes bytes on between a client and the hub, and cuts each connection after so many of
/// them.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Uri _hub;
    private readonly Queue<long> _cuts;
    private readonly Task _accepting;
    private int _cutCount;

    /// <summary>Opens the link.</summary>
    /// <param name="hub">Where it leads.</param>
    /// <param name="cuts">After how many bytes, both ways together, each connection is cut; later ones are not.</param>
    public CuttingRelay(string hub, IEnumerable<long> cuts)
    {
        (_hub, _cuts) = (new Uri(hub), new Queue<long>(cuts));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Gets how many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cutCount);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                links.Add(PassAsync(client, _cuts.TryDequeue(out var cut) ? cut : long.MaxValue));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task PassAsync(TcpClient client, long bytes)
    {
        using var own = client;
        using var hub = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        try
        {
            await hub.ConnectAsync(_hub.Host, _hub.Port, cut.Token);
            var left = new Budget(bytes);
            await Task.WhenAny(PassAsync(client, hub, left, cut.Token), PassAsync(hub, client, left, cut.Token));
            if (left.IsSpent)
            {
                _ = Interlocked.Increment(ref _cutCount);
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // A hub that is being killed does not listen: the client sees the same.
        }

        // No farewell: what was under way is lost, as when a cable is pulled.
        client.Client.LingerState = new LingerOption(true, 0);
        if (hub.Connected)
        {
            hub.Client.LingerState = new LingerOption(true, 0);
        }

        await cut.CancelAsync();
    }

    private static async Task PassAsync(TcpClient from, TcpClient to, Budget left, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer, cancellation)) > 0;)
            {
                var allowed = left.Take(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, allowed), cancellation);
                if (allowed < read)
                {
                    return;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }

    private sealed class Budget(long bytes)
    {
        private long _left = bytes;

        public bool IsSpent => Interlocked.Read(ref _left) < 0;

        public int Take(int wanted)
        {
            var left = Interlocked.Add(ref _left, -wanted);
            return left >= 0 ? wanted : (int)Math.Max(0, wanted + left);
        }
    }
}
