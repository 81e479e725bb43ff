using System.Collections;
using System.Globalization;
using ExchangeHub.Protos.Query.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Queries;

/// <summary>Documents side by side, field by field.</summary>
internal static class ComparedFields
{
    private const int CountMax = 300;

    // They differ between any two documents, and say nothing to whoever compares what the documents say.
    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        "record_id", "schema_version", "version", "previous_version_hash", "content_hash", "sealed_document",
    };

    /// <summary>Compares documents of one type.</summary>
    /// <returns>The fields that any of them fills in, in the order of the document.</returns>
    public static IEnumerable<ComparedField> Of(IReadOnlyList<IMessage> sides) =>
        Of(sides[0].Descriptor, [.. sides.Cast<IMessage?>()], "").Take(CountMax);

    private static IEnumerable<ComparedField> Of(MessageDescriptor type, IMessage?[] sides, string prefix)
    {
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => !Passed.Contains(field.Name)))
        {
            var values = Array.ConvertAll(sides, side => side is null ? null : field.Accessor.GetValue(side));
            if (!field.IsRepeated)
            {
                foreach (var one in Of(field, values, prefix + field.Name))
                {
                    yield return one;
                }

                continue;
            }

            var lists = Array.ConvertAll(values, value => value as IList);
            for (var at = 0; at < lists.Max(list => list?.Count ?? 0); at++)
            {
                var index = at;
                var path = string.Create(CultureInfo.InvariantCulture, $"{prefix}{field.Name}[{index}]");
                foreach (var one in Of(field, Array.ConvertAll(lists, list => index < list?.Count ? list[index] : null), path))
                {
                    yield return one;
                }
            }
        }
    }

    private static IEnumerable<ComparedField> Of(FieldDescriptor field, object?[] values, string path)
    {
        if (field.FieldType == FieldType.Message && field.MessageType.Name != nameof(Timestamp))
        {
            return values.All(value => value is null) ? []
                : Of(field.MessageType, Array.ConvertAll(values, value => value as IMessage), $"{path}.");
        }

        var texts = Array.ConvertAll(values, value => Text(field, value));
        var differs = texts.Distinct(StringComparer.Ordinal).Count() > 1;
        return texts.All(string.IsNullOrEmpty) ? [] : [new ComparedField { Path = path, Values = { texts }, Differs = differs }];
    }

    // What nobody filled in cannot be told from a zero.
    private static string Text(FieldDescriptor field, object? value) => value switch
    {
        null or ByteString or false or 0 or 0L => "",
        true => "true",
        string text => text,
        Timestamp at => at.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        System.Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture) is not 0 and var number
            ? field.EnumType.FindValueByNumber(number)?.Name ?? $"{number}" : "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
