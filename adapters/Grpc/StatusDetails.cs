using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.Grpc;

/// <summary>Reads the rich error that a server sends beside a status: <c>google.rpc.Status</c> in a trailer.</summary>
public static class StatusDetails
{
    /// <summary>The trailer that carries the serialised <c>google.rpc.Status</c>.</summary>
    public const string TrailerKey = "grpc-status-details-bin";

    /// <summary>Reads the rich error of a failed call.</summary>
    /// <param name="exception">The failed call.</param>
    /// <returns>
    /// The error; <c>null</c> if the server sent none, if its bytes are no <c>google.rpc.Status</c>, or if its code is not that
    /// of the call. A peer's faulty details never hide the status itself.
    /// </returns>
    public static Google.Rpc.Status? ReadDetails(this RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception.Trailers.Get(TrailerKey) is not { } trailer)
        {
            return null;
        }

        try
        {
            var status = Google.Rpc.Status.Parser.ParseFrom(trailer.ValueBytes);
            return status.Code == (int)exception.StatusCode ? status : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Reads one detail of the rich error of a failed call.</summary>
    /// <typeparam name="T">Which detail, such as <see cref="Google.Rpc.BadRequest"/>.</typeparam>
    /// <param name="exception">The failed call.</param>
    /// <returns>The first detail of that type; <c>null</c> if there is none that can be read.</returns>
    public static T? ReadDetail<T>(this RpcException exception)
        where T : class, IMessage, new()
    {
        foreach (var detail in exception.ReadDetails()?.Details ?? [])
        {
            try
            {
                if (detail.TryUnpack<T>(out var message))
                {
                    return message;
                }
            }
            catch (InvalidProtocolBufferException)
            {
                // The name of the type is right and its bytes are not: look on, there may be another.
            }
        }

        return null;
    }
}
