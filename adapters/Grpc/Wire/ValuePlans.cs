using System.Globalization;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A whole number. 0 is a number like any other.</summary>
internal sealed class NumberPlan(FieldRule rule, bool isText) : ValuePlan<long>
{
    public override bool ChecksDefault => true;

    public override Violation Missing => OutOfRange(0);

    public override bool IsAbsent(long value) => value == 0;

    public override void Check(long value, Walk walk)
    {
        if (rule.HasRange && (value < rule.Minimum || value > rule.Maximum))
        {
            walk.Report("", OutOfRange(value));
        }
    }

    // proto3 JSON: numbers of 64 bits are strings, because JSON numbers lose digits beyond 2^53.
    public override void Write(long value, CanonicalJson json) => json.Number(value, isText);

    private Violation OutOfRange(long value) => new(
        new Wording($"{rule.Minimum} 至 {rule.Maximum} 的整数", $"a whole number from {rule.Minimum} to {rule.Maximum}"),
        new Wording(value.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Yes or no.</summary>
internal sealed class FlagPlan : ValuePlan<bool>
{
    public override Violation Missing { get; } = new(new Wording("是", "true"), new Wording("否", "false"));

    public override bool IsAbsent(bool value) => !value;

    public override void Check(bool value, Walk walk)
    {
    }

    public override void Write(bool value, CanonicalJson json) => json.Raw("true"u8);
}

/// <summary>A value of a closed enumeration.</summary>
internal sealed class EnumPlan(EnumDescriptor type) : ValuePlan<int>
{
    private readonly Wording _expected = Expected(type);

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

    private static Wording Expected(EnumDescriptor type)
    {
        var names = string.Join(", ", type.Values.Where(value => value.Number != 0).Select(value => value.Name));
        return new Wording($"下列之一：{names}", $"one of {names}");
    }
}

/// <summary>Bytes, of a fixed length where the rule says one.</summary>
internal sealed class BytesPlan(int count) : ValuePlan<ByteString>
{
    public override Violation Missing => new(Expected, new Wording("空值", "nothing"));

    private Wording Expected => count == 0 ? new("字节串", "bytes") : new($"{count} 个字节", $"{count} bytes");

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

/// <summary>An instant.</summary>
internal sealed class InstantPlan : ValuePlan<Timestamp?>
{
    private static readonly Wording Expected = new(
        "0001 年至 9999 年之间的时刻，纳秒数为 0 至 999999999", "an instant from year 1 to year 9999, with 0 to 999 999 999 nanoseconds");

    public override Violation Missing { get; } = new(Expected, new Wording("空值", "nothing"));

    public override bool IsAbsent(Timestamp? value) => value is null;

    public override void Check(Timestamp? value, Walk walk)
    {
        if (!Instants.TryRead(value!, out _))
        {
            walk.Report("", new Violation(Expected, new Wording(
                $"{value!.Seconds} 秒 {value.Nanos} 纳秒", $"{value.Seconds} seconds and {value.Nanos} nanoseconds")));
        }
    }

    // One that cannot be written is refused by whoever reads it.
    public override void Write(Timestamp? value, CanonicalJson json) =>
        json.Raw(Instants.TryRead(value!, out _) ? JsonFormatter.Default.Format(value) : "null");
}

/// <summary>A message inside a message.</summary>
internal sealed class NestedPlan : ValuePlan<IMessage?>
{
    private static readonly Violation Nothing = new(
        new Wording("已填写的内容", "this part to be filled in"), new Wording("空值", "nothing"));

    private readonly Lazy<(MessagePlan Plan, FieldPlan[] Needs)> _type;

    public NestedPlan(MessageDescriptor type, IReadOnlyCollection<string> needs) => _type = new(() =>
    {
        var plan = MessagePlan.For(type); // lazily, because a message may contain itself
        return (plan, [.. needs.Select(plan.Field)]);
    });

    public override Violation Missing => Nothing;

    public override bool IsAbsent(IMessage? value) => value is null;

    public override void Check(IMessage? value, Walk walk)
    {
        var (plan, needs) = _type.Value;
        plan.Check(value!, walk);
        foreach (var field in needs)
        {
            if (field.IsAbsent(value!))
            {
                walk.Report(field.Name, field.Missing);
            }
        }
    }

    public override void Write(IMessage? value, CanonicalJson json) => json.Message(value!, _type.Value.Plan.Canonical);
}
