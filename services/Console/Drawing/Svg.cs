using System.Globalization;

namespace ExchangeHub.Console.Drawing;

/// <summary>Numbers as drawings write them.</summary>
internal static class Svg
{
    /// <summary>Writes a length, with a point whatever the culture.</summary>
    public static string Number(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);
}
