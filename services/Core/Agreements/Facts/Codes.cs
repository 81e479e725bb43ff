using System.Collections.Frozen;
using System.Text;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>The values of an enumeration as expressions write them: LegalRepresentative is <c>LEGAL_REPRESENTATIVE</c>.</summary>
internal static class Codes<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(value => value, Spell);

    /// <summary>Gets the closed set of the values.</summary>
    /// <param name="name">What it is called.</param>
    public static CodeSet Named(Wording name) => new(name, Names.Values);

    /// <summary>Writes a value.</summary>
    /// <returns>Null for none.</returns>
    public static string? Of(T? value) => value is { } known && Names.TryGetValue(known, out var code) ? code : null;

    private static string Spell(T value)
    {
        var code = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && code.Length > 0)
            {
                _ = code.Append('_');
            }

            _ = code.Append(char.ToUpperInvariant(letter));
        }

        return code.ToString();
    }
}
