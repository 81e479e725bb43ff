using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Everything about one field that can be worked out before the first message arrives.</summary>
internal abstract class FieldPlan(FieldDescriptor field)
{
    /// <summary>Gets the name in the .proto file.</summary>
    public string Name { get; } = field.Name;

    /// <summary>Gets the name in JSON, which is also what canonical JSON sorts by.</summary>
    public string JsonName { get; } = field.JsonName;

    /// <summary>Gets the number on the wire.</summary>
    public int Number { get; } = field.FieldNumber;

    /// <summary>Says whether the field holds nothing: its default, an empty list, no message.</summary>
    public abstract bool IsAbsent(IMessage message);

    /// <summary>Says that the field should have held something.</summary>
    public abstract Violation Missing { get; }

    /// <summary>Says what the field may hold.</summary>
    public abstract Wording Expected { get; }

    /// <summary>Reports everything that is wrong with the field and below it.</summary>
    public abstract void Check(IMessage message, Walk walk);

    /// <summary>Writes the value. Only called when the field is not absent.</summary>
    public abstract void Write(IMessage message, CanonicalJson json);
}
