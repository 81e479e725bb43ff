namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer for the next one.</summary>
    BufferHint = 1,

    /// <summary>The message is sent as it is even in a compressed call, as a secret beside foreign text should be.</summary>
    NoCompress = 2,
}

/// <summary>How the messages of a call are written. Immutable.</summary>
public class WriteOptions
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Makes options from flags.</summary>
    /// <param name="flags">Any combination, or none.</param>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>The flags, or none.</summary>
    public WriteFlags Flags { get; }
}
