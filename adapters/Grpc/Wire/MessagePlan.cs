using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The plans of all fields of one message type; made once for each type, with compiled accessors.</summary>
internal sealed class MessagePlan
{
    private const int TextLengthDefault = 200; // the comment of exchangehub.rules.v1.field promises both defaults
    private const int CountDefault = 1000;

    private static readonly ConcurrentDictionary<MessageDescriptor, MessagePlan> Plans = new();

    private readonly FieldPlan[] _fields;
    private readonly FieldPlan[] _canonical;
    private readonly (string Name, OneofAccessor Accessor, Violation Missing)[] _requiredChoices;
    private readonly Func<IMessage, UnknownFieldSet?> _unknown;
    private readonly Action<IMessage, Walk>? _condition;

    private MessagePlan(MessageDescriptor type)
    {
        _fields = [.. type.Fields.InFieldNumberOrder().Select(PlanOf)];
        _canonical = [.. _fields.OrderBy(field => field.JsonName, StringComparer.Ordinal)];
        _requiredChoices =
        [
            .. from choice in type.Oneofs
               where !choice.IsSynthetic && choice.GetOptions()?.GetExtension(FieldExtensions.Choice)?.Required == true
               select (choice.Name, choice.Accessor, MissingChoice(choice)),
        ];
        _unknown = UnknownFieldsOf(type);
        _condition = Conditions.Of(type);
    }

    /// <summary>Gets the plan of a message type.</summary>
    public static MessagePlan For(MessageDescriptor type) => Plans.GetOrAdd(type, static type => new MessagePlan(type));

    /// <summary>Gets the fields in the order in which canonical JSON writes them.</summary>
    public ReadOnlySpan<FieldPlan> Canonical => _canonical;

    /// <summary>Gets one field.</summary>
    public FieldPlan Field(string name) => _fields.Single(field => field.Name == name);

    /// <summary>Reports everything that is wrong with a message and below it.</summary>
    public void Check(IMessage message, Walk walk)
    {
        if (_unknown(message) is { } unknown && !walk.AllowsUnknownFields)
        {
            walk.Report("", new Violation(
                new Wording("本版本数据结构中的字段", "only fields that this version of the schema has"),
                new Wording($"未知字段 {Numbers(unknown)}", $"unknown fields with the numbers {Numbers(unknown)}")));
        }

        foreach (var field in _fields)
        {
            if (walk.IsFull)
            {
                return;
            }

            field.Check(message, walk);
        }

        foreach (var (name, accessor, missing) in _requiredChoices)
        {
            if (accessor.GetCaseFieldDescriptor(message) is null)
            {
                walk.Report(name, missing);
            }
        }

        _condition?.Invoke(message, walk);
    }

    /// <summary>Says whether a message, or one below it, holds a field that this version does not know.</summary>
    public static bool HasUnknownFields(IMessage message) =>
        For(message.Descriptor)._unknown(message) is not null
        || message.Descriptor.Fields.InFieldNumberOrder().Any(field =>
            field.FieldType == FieldType.Message && field.Accessor.GetValue(message) switch
            {
                IMessage below => HasUnknownFields(below),
                IEnumerable list => list.OfType<IMessage>().Any(HasUnknownFields),
                _ => false,
            });

    private static FieldPlan PlanOf(FieldDescriptor field)
    {
        var rule = field.GetOptions()?.GetExtension(FieldExtensions.Field) ?? new FieldRule();
        return field.FieldType switch
        {
            FieldType.String => Plan(field, rule, new TextPlan(
                rule.Format, rule.LengthMax == 0 ? TextLengthDefault : rule.LengthMax)),
            FieldType.Bytes => Plan(field, rule, new BytesPlan(rule.ByteCount)),
            FieldType.Bool => Plan(field, rule, new FlagPlan()),
            FieldType.Enum => Plan(field, rule, new EnumPlan(field.EnumType)),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Plan(field, rule, new NumberPlan(rule, isText: false)),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Plan(field, rule, new NumberPlan(rule, isText: true)),
            FieldType.Message when field.IsMap => throw Unsupported(field),
            FieldType.Message when field.MessageType.ClrType == typeof(Timestamp) => Plan(field, rule, new InstantPlan()),
            FieldType.Message => Plan(field, rule, new NestedPlan(field.MessageType, rule.Needs)),
            _ => throw Unsupported(field),
        };
    }

    private static FieldPlan Plan<T>(FieldDescriptor field, FieldRule rule, ValuePlan<T> value) => field.IsRepeated
        ? new ListField<T>(field, value, rule.Required, rule.CountMax == 0 ? CountDefault : rule.CountMax, ListGetter<T>(field))
        : new SingleField<T>(field, value, rule.Required, Getter<T>(field));

    private static Func<IMessage, T> Getter<T>(FieldDescriptor field)
    {
        var message = Expression.Parameter(typeof(IMessage));
        Expression value = Expression.Property(
            Expression.Convert(message, field.ContainingType.ClrType), field.PropertyName);
        return Expression.Lambda<Func<IMessage, T>>(
            value.Type == typeof(T) ? value : Expression.Convert(value, typeof(T)), message).Compile();
    }

    // Texts, bytes and messages are read where they are; numbers, which lists of ours hardly hold, are copied.
    private static Func<IMessage, IReadOnlyList<T>> ListGetter<T>(FieldDescriptor field)
    {
        var list = Getter<IEnumerable>(field);
        return typeof(T).IsValueType
            ? message => [.. list(message).Cast<object>().Select(entry => (T)Convert.ChangeType(
                entry is System.Enum ? (int)entry : entry, typeof(T), CultureInfo.InvariantCulture))]
            : Getter<IReadOnlyList<T>>(field);
    }

    // Generated messages keep what they do not know in a private field; there is no public way to ask for it.
    private static Func<IMessage, UnknownFieldSet?> UnknownFieldsOf(MessageDescriptor type)
    {
        if (type.ClrType.GetField("_unknownFields", BindingFlags.Instance | BindingFlags.NonPublic) is not { } unknown)
        {
            throw new NotSupportedException($"{type.ClrType} keeps its unknown fields in another way than Google.Protobuf 3.25.");
        }

        var message = Expression.Parameter(typeof(IMessage));
        return Expression.Lambda<Func<IMessage, UnknownFieldSet?>>(
            Expression.Field(Expression.Convert(message, type.ClrType), unknown), message).Compile();
    }

    private static string Numbers(UnknownFieldSet unknown)
    {
        var bytes = new byte[unknown.CalculateSize()];
        using (var output = new CodedOutputStream(bytes))
        {
            unknown.WriteTo(output);
        }

        using var input = new CodedInputStream(bytes);
        var numbers = new SortedSet<int>();
        while (input.ReadTag() is not 0 and var tag && numbers.Count < 5)
        {
            _ = numbers.Add(WireFormat.GetTagFieldNumber(tag));
            input.SkipLastField();
        }

        return string.Join(", ", numbers);
    }

    private static Violation MissingChoice(OneofDescriptor choice)
    {
        var names = string.Join(", ", choice.Fields.Select(field => field.Name));
        return new Violation(new Wording($"下列之一：{names}", $"one of {names}"), new Wording("空值", "nothing"));
    }

    private static NotSupportedException Unsupported(FieldDescriptor field) => new(
        $"{field.FullName}: there are no rules for fields of this type ({field.FieldType}). Use int32, int64 or text.");
}
