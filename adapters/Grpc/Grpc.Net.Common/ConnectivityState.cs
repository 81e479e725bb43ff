namespace Grpc.Core;

/// <summary>How a channel stands to its server.</summary>
public enum ConnectivityState
{
    /// <summary>No connection, and no call that needs one.</summary>
    Idle,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>A connection is there.</summary>
    Ready,

    /// <summary>A connection failed and will be tried again.</summary>
    TransientFailure,

    /// <summary>The channel is closed for good.</summary>
    Shutdown,
}
