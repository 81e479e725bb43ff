using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Yes or no.</summary>
internal sealed class FlagPlan : ValuePlan<bool>
{
    public override Violation Missing { get; } = new(new Wording("是", "true"), new Wording("否", "false"));

    public override Wording Expected => new("是（true）或者否（false）", "true or false");

    public override bool IsAbsent(bool value) => !value;

    public override void Check(bool value, Walk walk)
    {
    }

    public override void Write(bool value, CanonicalJson json) => json.Raw("true"u8);
}
