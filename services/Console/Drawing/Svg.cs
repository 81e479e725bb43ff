using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Drawing;

/// <summary>Numbers as drawings write them.</summary>
internal static class Svg
{
    /// <summary>Writes a length, with a point whatever the culture.</summary>
    public static string Number(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Writes the beginning of a hash, enough to tell it from its neighbours.</summary>
    public static string Hash(Digest hash) => $"{hash}"["sha256:".Length..][..10];
}
