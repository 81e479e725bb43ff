using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Grpc.Wire;

/// <summary>An instant.</summary>
internal sealed class InstantPlan : ValuePlan<Timestamp?>
{
    private static readonly Wording Expectation = new(
        "0001 年至 9999 年之间的时刻，纳秒数为 0 至 999999999", "an instant from year 1 to year 9999, with 0 to 999 999 999 nanoseconds");

    public override Violation Missing { get; } = new(Expectation, new Wording("空值", "nothing"));

    public override Wording Expected => new("时刻，如 2026-05-12T09:30:00+08:00", "an instant such as 2026-05-12T09:30:00+08:00");

    public override bool IsAbsent(Timestamp? value) => value is null;

    public override void Check(Timestamp? value, Walk walk)
    {
        if (!Instants.TryRead(value!, out _))
        {
            walk.Report("", new Violation(Expectation, new Wording(
                $"{value!.Seconds} 秒 {value.Nanos} 纳秒", $"{value.Seconds} seconds and {value.Nanos} nanoseconds")));
        }
    }

    // One that cannot be written is refused by whoever reads it.
    public override void Write(Timestamp? value, CanonicalJson json) =>
        json.Raw(Instants.TryRead(value!, out _) ? JsonFormatter.Default.Format(value) : "null");
}
