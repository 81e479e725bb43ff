using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller puts the bytes of one outgoing message. Not to be kept when the marshaller returns.</summary>
public abstract class SerializationContext
{
    /// <summary>Takes a finished message. Call it once, instead of the writer.</summary>
    /// <param name="payload">The serialised message; the runtime keeps the array.</param>
    public virtual void Complete(byte[] payload) => throw NotOverridden.Member();

    /// <summary>Gives the buffer to serialise into; finish with <see cref="Complete()"/>.</summary>
    /// <returns>A writer that belongs to the runtime.</returns>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw NotOverridden.Member();

    /// <summary>Announces the size of the message, so that the buffer is right at once. A hint that may be ignored.</summary>
    /// <param name="payloadLength">In bytes; what is written afterwards must be exactly as long.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that was written to <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw NotOverridden.Member();
}
