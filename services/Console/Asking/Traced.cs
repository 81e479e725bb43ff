using System.Globalization;
using ExchangeHub.Protos.Recognition.V1;
using Google.Protobuf.WellKnownTypes;
using Told = ExchangeHub.Protos.Recognition.V1.TraceCascadeResponse;

namespace ExchangeHub.Console.Asking;

/// <summary>What rests on a record, as far as it was traced.</summary>
internal sealed record Traced(
    Told.Types.Cause Cause, List<Told.Types.Consequence> Consequences, List<Told.Types.Receipt> Receipts)
{
    /// <summary>Asks the hub.</summary>
    public static async Task<Traced> AskAsync(Hub hub, string recordId)
    {
        var traced = new Traced(new Told.Types.Cause(), [], []);
        using var call = hub.Recognition.TraceCascade(new TraceCascadeRequest { RecordId = recordId }, hub.Soon);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var told = call.ResponseStream.Current;
            if (told.Cause is { } cause)
            {
                traced = traced with { Cause = cause };
            }
            else if (told.Consequence is { } consequence)
            {
                traced.Consequences.Add(consequence);
            }
            else
            {
                traced.Receipts.Add(told.Receipt);
            }
        }

        return traced;
    }

    /// <summary>Says how long after the cause something was.</summary>
    /// <returns>Such as <c>+12 ms</c>; empty when it is not known.</returns>
    public string Since(Timestamp? at) => at is null || Cause.TakenAt is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"+{(at - Cause.TakenAt).ToTimeSpan().TotalMilliseconds:#,0} ms");
}
