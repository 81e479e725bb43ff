using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>A field with a list of values.</summary>
internal sealed class ListField<T>(
    FieldDescriptor field, ValuePlan<T> value, bool isRequired, int countMax, Func<IMessage, IReadOnlyList<T>> get)
    : FieldPlan(field)
{
    private static readonly Violation Empty = new(new Wording("至少一项", "at least one entry"), new Wording("空值", "nothing"));

    public override Violation Missing => Empty;

    public override Wording Expected { get; } = new(
        $"至多 {countMax} 项，每项为{value.Expected.Chinese}", $"at most {countMax} entries, each {value.Expected.English}");

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
