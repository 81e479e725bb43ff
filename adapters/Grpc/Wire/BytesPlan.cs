using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Bytes, of a fixed length where the rule says one.</summary>
internal sealed class BytesPlan(int count) : ValuePlan<ByteString>
{
    public override Violation Missing => new(Expected, new Wording("空值", "nothing"));

    public override Wording Expected => count == 0 ? new("字节串", "bytes") : new($"{count} 个字节", $"{count} bytes");

    public override bool IsAbsent(ByteString value) => value.IsEmpty;

    public override void Check(ByteString value, Walk walk)
    {
        if (count != 0 && value.Length != count)
        {
            walk.Report("", new Violation(Expected, new Wording($"{value.Length} 个字节", $"{value.Length} bytes")));
        }
    }

    public override void Write(ByteString value, CanonicalJson json) => json.Base64(value.Span);
}
