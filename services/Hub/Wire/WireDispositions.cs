using Disposition = ExchangeHub.Recognitions.Disposition;
using WireDisposition = ExchangeHub.Protos.Publication.V1.Disposition;

namespace ExchangeHub.Hub.Wire;

/// <summary>Dispositions on the wire, with the reasons behind them.</summary>
internal static class WireDispositions
{
    public static WireDisposition From(Disposition disposition) => disposition switch
    {
        Disposition.Accepted => WireDisposition.Accepted,
        Disposition.Held => WireDisposition.Held,
        Disposition.Duplicate => WireDisposition.Duplicate,
        Disposition.Conflicting => WireDisposition.Conflicting,
        _ => throw new ArgumentOutOfRangeException(nameof(disposition)),
    };

    public static string? Reason(Disposition disposition) => disposition switch
    {
        Disposition.Held => "HOLD-ORDER",
        Disposition.Duplicate => "DUP-IDEMPOTENT",
        Disposition.Conflicting => "DUP-CONFLICT",
        _ => null,
    };
}
