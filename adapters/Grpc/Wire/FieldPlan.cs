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

    /// <summary>Reports everything that is wrong with the field and below it.</summary>
    public abstract void Check(IMessage message, Walk walk);

    /// <summary>Writes the value. Only called when the field is not absent.</summary>
    public abstract void Write(IMessage message, CanonicalJson json);
}

/// <summary>A field with one value.</summary>
internal sealed class SingleField<T>(FieldDescriptor field, ValuePlan<T> value, bool isRequired, Func<IMessage, T> get)
    : FieldPlan(field)
{
    // A scalar of a oneof, or one that is optional, can be set to its default: then it is there, and is checked.
    private readonly IFieldAccessor? _presence =
        field.HasPresence && field.FieldType != FieldType.Message ? field.Accessor : null;

    public override Violation Missing => value.Missing;

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

/// <summary>A field with a list of values.</summary>
internal sealed class ListField<T>(
    FieldDescriptor field, ValuePlan<T> value, bool isRequired, int countMax, Func<IMessage, IReadOnlyList<T>> get)
    : FieldPlan(field)
{
    private static readonly Violation Empty = new(new Wording("至少一项", "at least one entry"), new Wording("空值", "nothing"));

    public override Violation Missing => Empty;

    public override bool IsAbsent(IMessage message) => get(message).Count == 0;

    public override void Check(IMessage message, Walk walk)
    {
        var list = get(message);
        if (list.Count == 0)
        {
            if (isRequired)
            {
                walk.Report(Name, Empty);
            }

            return;
        }

        if (list.Count > countMax)
        {
            // Not looked at any further: the entries of a list that is far too long are not worth the time.
            walk.Report(Name, new Violation(
                new Wording($"至多 {countMax} 项", $"at most {countMax} entries"),
                new Wording($"{list.Count} 项", $"{list.Count} entries")));
            return;
        }

        if (walk.TryEnter(Name))
        {
            for (var index = 0; index < list.Count && !walk.IsFull; index++)
            {
                walk.At(index);
                CheckEntry(list[index], walk);
            }

            walk.Leave();
        }
    }

    private void CheckEntry(T entry, Walk walk)
    {
        if (value.IsAbsent(entry) && !value.ChecksDefault)
        {
            walk.Report("", value.Missing);
        }
        else
        {
            value.Check(entry, walk);
        }
    }

    public override void Write(IMessage message, CanonicalJson json)
    {
        json.BeginArray();
        foreach (var entry in get(message))
        {
            json.Separate();
            value.Write(entry, json);
        }

        json.EndArray();
    }
}

/// <summary>What one value may be, and how it is written.</summary>
internal abstract class ValuePlan<T>
{
    /// <summary>Gets a value indicating whether the default is a value like any other, such as the number 0.</summary>
    public virtual bool ChecksDefault => false;

    /// <summary>Gets what to say where there should have been a value.</summary>
    public abstract Violation Missing { get; }

    /// <summary>Says whether there is no value.</summary>
    public abstract bool IsAbsent(T value);

    /// <summary>Reports what is wrong with a value at the place where the walk stands.</summary>
    public abstract void Check(T value, Walk walk);

    /// <summary>Writes a value.</summary>
    public abstract void Write(T value, CanonicalJson json);
}
