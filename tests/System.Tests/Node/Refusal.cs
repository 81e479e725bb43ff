using ExchangeHub.Grpc;
using Google.Rpc;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A call that was refused, as its caller sees it.</summary>
internal sealed record Refusal(StatusCode Code, int Reason, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>Makes a call that must be refused.</summary>
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return Of(await Assert.ThrowsAsync<RpcException>(async () => await call));
        }
    }

    public static Refusal Of(RpcException refused) => Of(refused.StatusCode, refused.Status.Detail, refused.ReadDetails());

    public static Refusal Of(Google.Rpc.Status status) => Of((StatusCode)status.Code, status.Message, status);

    private static Refusal Of(StatusCode code, string message, Google.Rpc.Status? details)
    {
        var reason = Detail<ErrorInfo>(details)?.Reason;
        if (reason is not null)
        {
            // Whoever reads Chinese gets it in every refusal of ours.
            Assert.Equal("zh-CN", Detail<LocalizedMessage>(details)?.Locale);
        }

        return new Refusal(
            code,
            reason is null ? 0 : int.Parse(reason, System.Globalization.CultureInfo.InvariantCulture),
            message,
            [.. Detail<BadRequest>(details)?.FieldViolations.Select(violation => violation.Field) ?? []]);
    }

    private static T? Detail<T>(Google.Rpc.Status? status)
        where T : class, Google.Protobuf.IMessage, new() =>
        status?.Details.Select(detail => detail.TryUnpack<T>(out var found) ? found : null)
            .FirstOrDefault(found => found is not null);
}
