using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A field with one value.</summary>
internal sealed class SingleField<T>(FieldDescriptor field, ValuePlan<T> value, bool isRequired, Func<IMessage, T> get)
    : FieldPlan(field)
{
    // A scalar of a oneof, or one that is optional, can be set to its default: then it is there, and is checked.
    private readonly IFieldAccessor? _presence =
        field.HasPresence && field.FieldType != FieldType.Message ? field.Accessor : null;

    public override Violation Missing => value.Missing;

    public override Wording Expected => value.Expected;

    public override bool IsAbsent(IMessage message) =>
        _presence is null ? value.IsAbsent(get(message)) : !_presence.HasValue(message);

    public override void Check(IMessage message, Walk walk)
    {
        if (_presence is not null && !_presence.HasValue(message))
        {
            return;
        }

        var found = get(message);
        if (!value.IsAbsent(found) || (value.ChecksDefault && !isRequired))
        {
            if (walk.TryEnter(Name))
            {
                value.Check(found, walk);
                walk.Leave();
            }
        }
        else if (isRequired)
        {
            walk.Report(Name, Missing);
        }
    }

    public override void Write(IMessage message, CanonicalJson json) => value.Write(get(message), json);
}
