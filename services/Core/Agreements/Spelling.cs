using System.Collections.Frozen;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Writes names of the program as codes: <c>RemedyDecided</c> as <c>REMEDY_DECIDED</c>.</summary>
internal static class Spelling
{
    public static string Of(string name) => string.Concat(name.Select((character, index) =>
        index > 0 && char.IsAsciiLetterUpper(character) ? $"_{character}" : $"{char.ToUpperInvariant(character)}"));

    public static string Of<T>(T value)
        where T : struct, Enum => Codes<T>.ByValue[value];

    /// <summary>Writes a value that may be missing.</summary>
    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } known && Codes<T>.ByValue.TryGetValue(known, out var code) ? code : null;

    /// <summary>Makes the closed set of the values of an enumeration.</summary>
    public static CodeSet Set<T>(Wording name)
        where T : struct, Enum => new(name, Codes<T>.ByValue.Values);

    private static class Codes<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Of(value.ToString()));
    }
}
