using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Messages as lines of canonical JSON: proto3 JSON in the form of RFC 8785, then a line feed.</summary>
/// <remarks>Whoever receives the messages on any wire makes the same lines of them. protos/README.md says how.</remarks>
public static class CanonicalLine
{
    [ThreadStatic]
    private static CanonicalJson? buffer;

    /// <summary>Writes a message.</summary>
    /// <param name="message">A message of our contract; its enumerations must hold known values.</param>
    /// <returns>UTF-8 with the line feed.</returns>
    public static byte[] Of(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var json = buffer ??= new CanonicalJson();
        json.Clear();
        json.Message(message, MessagePlan.For(message.Descriptor).Canonical);
        return [.. json.Written, (byte)'\n'];
    }
}
