using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

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

    public override Wording Expected => new("由下列字段组成", "made up of the fields below");

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
