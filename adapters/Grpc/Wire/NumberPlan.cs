using System.Globalization;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A whole number. 0 is a number like any other.</summary>
internal sealed class NumberPlan(FieldRule rule, bool isText) : ValuePlan<long>
{
    public override bool ChecksDefault => true;

    public override Violation Missing => OutOfRange(0);

    public override Wording Expected => rule.HasRange ? base.Expected : new("整数", "a whole number");

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
