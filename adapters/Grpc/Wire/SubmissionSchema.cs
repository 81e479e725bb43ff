using System.Collections.Immutable;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Protos.Rules.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.Reflection;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Something that can be handed to a node.</summary>
/// <param name="Name">Its name in the wire contract, such as <c>penalty</c> or <c>remedy_decided</c>.</param>
/// <param name="Sort">Of which part of a submission: <c>record</c>, <c>event</c> or <c>case_act</c>.</param>
/// <param name="Words">What it is called.</param>
public sealed record SubmissionType(string Name, string Sort, Wording Words);

/// <summary>One field of a submission.</summary>
/// <param name="Path">Its path as errors name it, such as <c>record.penalty.officers[].certificate_number</c>.</param>
/// <param name="Words">What it is called.</param>
/// <param name="Expected">What it may hold, as errors say it.</param>
/// <param name="Need">Whether it may be left out.</param>
public sealed record SubmissionField(string Path, Wording Words, Wording Expected, FieldNeed Need);

/// <summary>Whether a field may be left out of what it stands in.</summary>
public enum FieldNeed
{
    /// <summary>It may.</summary>
    Optional,

    /// <summary>It may not.</summary>
    Required,

    /// <summary>One of the fields at its place that are marked so must be given.</summary>
    OneOf,

    /// <summary>The node fills it in.</summary>
    FilledIn,
}

/// <summary>What submissions may hold, as the wire contract states it and <see cref="FieldRules"/> checks it.</summary>
/// <remarks>What one field demands of another, such as a fine with P03, is not stated field by field.</remarks>
public static class SubmissionSchema
{
    private static readonly (string Sort, OneofDescriptor Choice)[] Sorts =
    [
        ("record", Record.Descriptor.Oneofs.Single(choice => choice.Name == "body")),
        ("event", LifeCycleEvent.Descriptor.Oneofs.Single(choice => choice.Name == "what")),
        ("case_act", CaseAct.Descriptor.Oneofs.Single(choice => choice.Name == "deed")),
    ];

    /// <summary>Gets everything that can be handed to a node, records first.</summary>
    public static ImmutableArray<SubmissionType> Types { get; } =
    [
        .. from sort in Sorts
           from field in sort.Choice.Fields
           select new SubmissionType(field.Name, sort.Sort, FieldWords.Of(field)),
    ];

    /// <summary>Lists the fields of a submission of one type, each message before what it holds.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <returns>The fields. What a message requires is required where the message itself is given.</returns>
    public static IEnumerable<SubmissionField> FieldsOf(SubmissionType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var others = Sorts.SelectMany(sort => sort.Choice.Fields).Where(field => field.Name != type.Name)
            .Concat(SubmitRequest.Descriptor.Oneofs.Single().Fields.Where(field => field.Name != type.Sort));
        return Below(SubmitRequest.Descriptor, "", [], [.. others], []);
    }

    private static IEnumerable<SubmissionField> Below(
        MessageDescriptor message, string prefix, IEnumerable<string> needs, HashSet<FieldDescriptor> others,
        ImmutableHashSet<MessageDescriptor> above)
    {
        foreach (var field in message.Fields.InFieldNumberOrder().Where(field => !others.Contains(field)))
        {
            var path = prefix + field.Name + (field.IsRepeated ? "[]" : "");
            yield return new SubmissionField(
                path, FieldWords.Of(field), MessagePlan.For(message).Field(field.Name).Expected, NeedOf(field, needs, others));
            if (field.FieldType == FieldType.Message && IsOurs(field.MessageType) && !above.Contains(field.MessageType))
            {
                foreach (var inner in Below(field.MessageType, path + ".", RuleOf(field).Needs, others, above.Add(message)))
                {
                    yield return inner;
                }
            }
        }
    }

    // Of a choice whose other fields are left out, the one that stays is what was asked for.
    private static FieldNeed NeedOf(FieldDescriptor field, IEnumerable<string> needs, HashSet<FieldDescriptor> others)
    {
        var choice = field.ContainingOneof is { IsSynthetic: false } oneof ? oneof : null;
        return field.ContainingType == Record.Descriptor && StatementWriter.FilledIn.Contains(field.Name) ? FieldNeed.FilledIn
            : IsRequired(field) || needs.Contains(field.Name) || choice?.Fields.Any(others.Contains) == true ? FieldNeed.Required
            : choice?.GetOptions()?.GetExtension(FieldExtensions.Choice)?.Required == true ? FieldNeed.OneOf
            : FieldNeed.Optional;
    }

    // A number that is left out is 0.
    private static bool IsRequired(FieldDescriptor field) => RuleOf(field) is var rule
        && (rule.Required || (rule is { HasRange: true, Minimum: > 0 } && !field.IsRepeated && !field.HasPresence));

    private static FieldRule RuleOf(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldExtensions.Field) ?? new FieldRule();

    private static bool IsOurs(MessageDescriptor message) =>
        message.FullName.StartsWith("exchangehub.", StringComparison.Ordinal);
}
