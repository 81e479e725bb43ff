using System.Collections.Frozen;
using System.Reflection;
using ExchangeHub.Vocabulary;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Fields of documents, and the values that they choose from, in words: <c>Words/fields.csv</c> and
/// <c>Words/values.csv</c>.</summary>
public static class FieldWords
{
    private static readonly FrozenDictionary<string, Wording> Fields = Read("fields.csv");
    private static readonly FrozenDictionary<string, Wording> Values = Read("values.csv");

    /// <summary>Puts a field into words; its name where the catalogue lacks it.</summary>
    public static Wording Of(FieldDescriptor field) =>
        Fields.GetValueOrDefault($"{field.ContainingType.Name}.{field.Name}") ?? Fields.GetValueOrDefault(field.Name)
        ?? Plain(field.Name);

    /// <summary>Puts a value into words; its name where the catalogue lacks it.</summary>
    public static Wording Of(EnumValueDescriptor value) =>
        Values.GetValueOrDefault(Key(value)) ?? Plain(value.Name);

    /// <summary>Puts a value of a generated enumeration into words.</summary>
    public static Wording Of<T>(T value)
        where T : struct, Enum
    {
        var name = typeof(T).GetField($"{value}")?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? $"{value}";
        return Values.GetValueOrDefault($"{typeof(T).Name}.{name}") ?? Plain(name);
    }

    /// <summary>Puts a value into words that an answer names without its enumeration, such as HANDED_OVER of Act.</summary>
    public static Wording Of(string enumeration, string value) =>
        Values.GetValueOrDefault($"{enumeration}.{enumeration.ToUpperInvariant()}_{value}") ?? Plain(value);

    /// <summary>Tells whether a field is in the catalogue.</summary>
    public static bool Knows(FieldDescriptor field) => Fields.ContainsKey(field.Name);

    /// <summary>Tells whether a value is in the catalogue.</summary>
    public static bool Knows(EnumValueDescriptor value) => Values.ContainsKey(Key(value));

    private static string Key(EnumValueDescriptor value) => $"{value.EnumDescriptor.Name}.{value.Name}";

    private static Wording Plain(string name)
    {
        var words = name.Replace('_', ' ').ToLowerInvariant();
        return new Wording(words, words);
    }

    private static FrozenDictionary<string, Wording> Read(string file)
    {
        using var reader = new StreamReader(typeof(FieldWords).Assembly.GetManifestResourceStream($"words/{file}")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',', 3))
            .ToFrozenDictionary(cells => cells[0], cells => new Wording(cells[1], cells[2]), StringComparer.Ordinal);
    }
}
