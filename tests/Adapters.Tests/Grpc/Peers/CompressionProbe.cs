using System.IO.Compression;
using Grpc.Net.Compression;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>
/// Compresses with gzip, and counts the messages that came compressed. Headers only say what a peer may do; this sees what
/// it did.
/// </summary>
internal sealed class CompressionProbe : ICompressionProvider
{
    // A box, because the provider is called further down the flow of execution, from where a plain value would not come back.
    private static readonly AsyncLocal<StrongCount?> Current = new();
    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    /// <summary>How many compressed messages this flow of execution has read since <see cref="Begin"/>.</summary>
    internal static int Seen => Current.Value?.Count ?? 0;

    public string EncodingName => _gzip.EncodingName;

    internal static void Begin() => Current.Value = new StrongCount();

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        _gzip.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream)
    {
        if (Current.Value is { } seen)
        {
            seen.Count++;
        }

        return _gzip.CreateDecompressionStream(stream);
    }

    private sealed class StrongCount
    {
        internal int Count { get; set; }
    }
}
