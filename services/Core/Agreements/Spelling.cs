using System.Collections.Frozen;

namespace ExchangeHub.Agreements;

/// <summary>Writes names of the program as codes: <c>RemedyDecided</c> as <c>REMEDY_DECIDED</c>.</summary>
internal static class Spelling
{
    public static string Of(string name) => string.Concat(name.Select((character, index) =>
        index > 0 && char.IsAsciiLetterUpper(character) ? $"_{character}" : $"{char.ToUpperInvariant(character)}"));

    public static string Of<T>(T value)
        where T : struct, Enum => Codes<T>.ByValue[value];

    private static class Codes<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Of(value.ToString()));
    }
}
