namespace Grpc.Core;

/// <summary>How a call ended. The numbers are those of the wire header <c>grpc-status</c>.</summary>
/// <remarks>Source: gRPC over HTTP/2, “Status codes and their use in gRPC”.</remarks>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was given up, usually by its caller.</summary>
    Cancelled = 1,

    /// <summary>An error that carries no code, such as an exception that left a handler.</summary>
    Unknown = 2,

    /// <summary>An argument is wrong whatever the state of the system; the same request will always fail.</summary>
    InvalidArgument = 3,

    /// <summary>The time ran out. The work may have been done all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for is not there.</summary>
    NotFound = 5,

    /// <summary>What was to be created is already there.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this; <see cref="Unauthenticated"/> if it is not known.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a limit or a disk is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; trying again helps only after that state changed.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against a concurrent one; trying the whole step again may help.</summary>
    Aborted = 10,

    /// <summary>A position beyond the end, such as reading past the head of a log.</summary>
    OutOfRange = 11,

    /// <summary>The server does not have this service or method.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the server or of the transport broke.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached right now. It does not follow that the call was not executed.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
