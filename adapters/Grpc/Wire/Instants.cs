using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Instants between the wire and the core.</summary>
internal static class Instants
{
    private const long SecondsMin = -62_135_596_800; // 0001-01-01T00:00:00Z
    private const long SecondsMax = 253_402_300_799; // 9999-12-31T23:59:59Z

    /// <summary>Reads an instant; what is finer than 100 ns is dropped.</summary>
    /// <param name="wire">The instant on the wire.</param>
    /// <param name="instant">The instant, UTC.</param>
    /// <returns>Whether it is one of the years 1 to 9999.</returns>
    public static bool TryRead(Timestamp wire, out DateTimeOffset instant)
    {
        if (wire.Seconds is < SecondsMin or > SecondsMax || wire.Nanos is < 0 or > 999_999_999)
        {
            instant = default;
            return false;
        }

        instant = DateTimeOffset.UnixEpoch.AddSeconds(wire.Seconds).AddTicks(wire.Nanos / 100);
        return true;
    }
}
