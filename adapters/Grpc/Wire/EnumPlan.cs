using System.Globalization;
using ExchangeHub.Vocabulary;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A value of a closed enumeration.</summary>
internal sealed class EnumPlan(EnumDescriptor type) : ValuePlan<int>
{
    private readonly Wording _expected = ExpectedOf(type);

    public override Violation Missing => new(_expected, new Wording("空值", "nothing"));

    public override bool IsAbsent(int value) => value == 0;

    public override void Check(int value, Walk walk)
    {
        if (type.FindValueByNumber(value) is null)
        {
            var found = value.ToString(CultureInfo.InvariantCulture);
            walk.Report("", new Violation(_expected, new Wording(found, found)));
        }
    }

    public override void Write(int value, CanonicalJson json)
    {
        if (type.FindValueByNumber(value) is { } known)
        {
            json.Text(known.Name);
        }
        else
        {
            json.Number(value, isText: false); // as proto3 JSON does; whoever reads it refuses it
        }
    }

    private static Wording ExpectedOf(EnumDescriptor type)
    {
        var names = string.Join(", ", type.Values.Where(value => value.Number != 0).Select(value => value.Name));
        return new Wording($"下列之一：{names}", $"one of {names}");
    }
}
