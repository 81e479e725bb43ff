using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>
/// A hostile client that writes HTTP/2 frames by hand (RFC 9113, 4.1): it opens streams and resets them, and when the server
/// closes the connection over it, comes back on a new one.
/// </summary>
internal sealed class StreamFlood(Uri server, string path)
{
    private const int Batch = 50;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte WindowUpdate = 8;
    private const byte EndHeaders = 4;

    // Field lines without indexing (RFC 7541, 6.1 and 6.2.2); the numbers are those of its static table.
    private readonly byte[] _head =
    [
        0x83, 0x86, 0x01, .. Text(server.Authority), 0x04, .. Text(path),
        0x0f, 0x10, .. Text("application/grpc"), 0x00, .. Text("te"), .. Text("trailers"),
    ];

    private readonly byte[] _message = Message(new StreamingOutputCallRequest
    {
        ResponseParameters = { new ResponseParameters { Size = 100 } },
    });

    /// <summary>Opens streams and resets each in the same breath, on as many connections as it takes.</summary>
    internal async Task FloodAsync(int streams, CancellationToken cancellation)
    {
        for (var opened = 0; opened < streams;)
        {
            // Asked for once: a client whose connection broke while it was read has no stream to give any more.
            using var connection = await ConnectAsync(cancellation);
            var stream = connection.GetStream();
            var closed = new StreamAnswers().DrainAsync(stream, cancellation);
            try
            {
                for (var id = 1; opened < streams && !closed.IsCompleted; id += 2 * Batch, opened += Batch)
                {
                    await SendAsync(stream, Ids(id, Batch).SelectMany(opens => Open(opens).Concat(Cancel(opens))), cancellation);
                }

                // The server closes its side when it has worked off all of it.
                connection.Client.Shutdown(SocketShutdown.Send);
                await closed;
            }
            catch (Exception closing) when (closing is IOException or SocketException)
            {
                // Closed while writing, as the server may.
            }
        }
    }

    /// <summary>
    /// Opens streams some at a time on one connection, waits until the server is at work on as many calls as were opened,
    /// resets them, and waits until the server is at rest. A stream that the server refuses is opened again under another
    /// number: a handler may have ended before the connection has let go of its stream.
    /// </summary>
    internal async Task CycleAsync(int streams, Func<int, bool> isAtWork, Func<bool> isAtRest, CancellationToken cancellation)
    {
        using var connection = await ConnectAsync(cancellation);
        var stream = connection.GetStream();
        var answers = new StreamAnswers();
        var closed = answers.DrainAsync(stream, cancellation);
        var next = 1;
        for (var opened = Batch; opened <= streams; opened += Batch)
        {
            var first = next;
            await OpenAsync(Batch);
            while (!isAtWork(opened))
            {
                await OpenAsync(answers.TakeRefused());
                await RestAsync();
            }

            await SendAsync(stream, Ids(first, (next - first) / 2).SelectMany(Cancel), cancellation);
            while (!isAtRest())
            {
                await RestAsync();
            }
        }

        async Task OpenAsync(int count)
        {
            await SendAsync(stream, Ids(next, count).SelectMany(Open), cancellation);
            next += 2 * count;
        }

        async Task RestAsync()
        {
            Assert.False(closed.IsCompleted, $"The server closed the connection after {next / 2} streams.");
            await Task.Delay(1, cancellation);
        }
    }

    private static IEnumerable<int> Ids(int first, int count) =>
        Enumerable.Range(0, count).Select(index => first + (2 * index));

    private static async Task SendAsync(NetworkStream stream, IEnumerable<byte> frames, CancellationToken cancellation) =>
        await stream.WriteAsync(frames.ToArray(), cancellation);

    private static byte[] Cancel(int stream) => Frame(StreamAnswers.Reset, 0, stream, [0, 0, 0, 8]);

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(server.Host, server.Port, cancellation);

        // The widest window for the connection, or the answers that nobody reads would soon fill it.
        byte[] preface =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Frame(Settings, 0, 0, []),
            .. Frame(WindowUpdate, 0, 0, [0x7f, 0xff, 0, 0]),
        ];
        await SendAsync(connection.GetStream(), preface, cancellation);
        return connection;
    }

    private IEnumerable<byte> Open(int stream) =>
        Frame(Headers, EndHeaders, stream, _head).Concat(Frame(Data, 0, stream, _message));

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Message(StreamingOutputCallRequest message) =>
        [0, 0, 0, 0, (byte)message.CalculateSize(), .. message.ToByteArray()];
}
