using System.Buffers;

namespace Grpc.Core;

/// <summary>The bytes of one incoming message. Not to be kept when the marshaller returns.</summary>
public abstract class DeserializationContext
{
    /// <summary>The size of the message in bytes, after decompression.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>Copies the message into an array of its own.</summary>
    /// <returns>The bytes; the caller may keep them.</returns>
    public virtual byte[] PayloadAsNewBuffer() => throw NotOverridden.Member();

    /// <summary>Shows the message where it lies, without copying.</summary>
    /// <returns>The bytes; valid until the marshaller returns.</returns>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw NotOverridden.Member();
}
