using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages.</summary>
public interface ICompressionProvider
{
    /// <summary>The name on the wire, in <c>grpc-encoding</c>: <c>gzip</c>, <c>deflate</c>.</summary>
    string EncodingName { get; }

    /// <summary>Opens a stream that compresses what is written to it.</summary>
    /// <param name="stream">Where the compressed bytes go; it stays open.</param>
    /// <param name="compressionLevel">Speed against size; <c>null</c> for the provider's own.</param>
    /// <returns>A stream to write to and dispose.</returns>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>Opens a stream that gives the decompressed bytes.</summary>
    /// <param name="stream">The compressed bytes.</param>
    /// <returns>A stream to read and dispose. It does not limit how much comes out: the reader must.</returns>
    Stream CreateDecompressionStream(Stream stream);
}
