using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using ExchangeHub.Benchmarks.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Benchmarks.Calls;

/// <summary>gRPC calls on the official runtime and our two API projects, beside a bare Kestrel handler and
/// SocketsHttpHandler.</summary>
internal static class CallBenchmark
{
    private const int Rounds = 5;
    private const int StreamCount = 20_000;
    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(1.5);
    private static readonly byte[] Body = [.. Enumerable.Range(0, 1024).Select(index => (byte)(index % 256))];

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<EchoServer>();
        app.MapPost("/bare", BareAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var channel = GrpcChannel.ForAddress(address);
        var client = new EchoService.EchoServiceClient(channel);
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        using var invoker = new HttpMessageInvoker(handler);
        var frame = Frame(new EchoMessage { Body = ByteString.CopyFrom(Body) });
        var message = new EchoMessage { Body = ByteString.CopyFrom(Body) };

        foreach (var callers in new[] { 1, 16, 128 })
        {
            var (bare, grpc) = (new List<Slice>(), new List<Slice>());
            for (var round = 0; round <= Rounds; round++)
            {
                var one = await Load.RunAsync(callers, SliceLength, () => Load.CpuSeconds(0), _ =>
                    BareCallAsync(invoker, address, frame));
                var other = await Load.RunAsync(callers, SliceLength, () => Load.CpuSeconds(0), async _ =>
                    await client.EchoAsync(message));
                if (round > 0)
                {
                    bare.Add(one);
                    grpc.Add(other);
                }
            }

            var (b, g) = (Slice.Median(bare), Slice.Median(grpc));
            Report.Table($"gRPC unary, 1 KiB both ways, {callers} callers",
                ["way", "calls/s", "p50 ms", "p99 ms", "ratio", "goal"],
            [
                ["bare Kestrel + SocketsHttpHandler", Report.Rate(b.PerSecond), Report.Milliseconds(b.P50),
                    Report.Milliseconds(b.P99), "1.00", ""],
                ["gRPC", Report.Rate(g.PerSecond), Report.Milliseconds(g.P50), Report.Milliseconds(g.P99),
                    Report.Ratio(g.PerSecond / b.PerSecond), "≥ 0.65"],
            ]);
        }

        await StreamsAsync(client, message);
        await app.StopAsync();
    }

    private static async Task StreamsAsync(EchoService.EchoServiceClient client, EchoMessage message)
    {
        var (down, up) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            using (var call = client.Repeat(new EchoMessage { Body = message.Body, Count = StreamCount }))
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                }
            }

            var downSeconds = watch.Elapsed.TotalSeconds;
            watch.Restart();
            using (var call = client.Swallow())
            {
                for (var count = 0; count < StreamCount; count++)
                {
                    await call.RequestStream.WriteAsync(message);
                }

                await call.RequestStream.CompleteAsync();
                _ = await call;
            }

            if (round > 0)
            {
                down.Add(StreamCount / downSeconds);
                up.Add(StreamCount / watch.Elapsed.TotalSeconds);
            }
        }

        Report.Table("gRPC streams, 1 KiB messages, one call", ["way", "messages/s"],
            [["server stream", Report.Rate(Report.Median(down))], ["client stream", Report.Rate(Report.Median(up))]]);
    }

    private static byte[] Frame(EchoMessage message)
    {
        var body = message.ToByteArray();
        var frame = new byte[body.Length + 5];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), body.Length);
        body.CopyTo(frame, 5);
        return frame;
    }

    private static async Task BareAsync(HttpContext context)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (await context.Request.Body.ReadAsync(buffer.AsMemory(length)) is > 0 and var read)
        {
            length += read;
        }

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(buffer.AsMemory(0, length));
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task BareCallAsync(HttpMessageInvoker invoker, string address, byte[] frame)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address + "/bare")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content =
                new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        _ = await response.Content.ReadAsByteArrayAsync();
    }

    private sealed class EchoServer : EchoService.EchoServiceBase
    {
        public override Task<EchoMessage> Echo(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

        public override async Task Repeat(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream,
            ServerCallContext context)
        {
            for (var count = 0; count < request.Count; count++)
            {
                await responseStream.WriteAsync(request);
            }
        }

        public override async Task<EchoMessage> Swallow(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
        {
            var count = 0;
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                count++;
            }

            return new EchoMessage { Count = count };
        }
    }
}
