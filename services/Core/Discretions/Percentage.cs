using System.Globalization;
using System.Text.RegularExpressions;

namespace ExchangeHub.Discretions;

/// <summary>A share in hundredths of a per cent, exactly; negative where it mitigates.</summary>
/// <param name="BasisPoints">2 000 for 20 %.</param>
public readonly partial record struct Percentage(int BasisPoints)
{
    private const decimal BasisPointsPerWhole = 10_000m;

    /// <summary>The whole.</summary>
    public static readonly Percentage Whole = new(10_000);

    /// <summary>Reads a share.</summary>
    /// <param name="text">Digits, optionally a minus before them and at most two decimals after them, and a per cent sign:
    /// <c>-12.5%</c>.</param>
    /// <param name="share">The share, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> is one; up to 99 999.99 %.</returns>
    public static bool TryParse(string? text, out Percentage share)
    {
        share = default;
        if (text is null || !Shape().IsMatch(text))
        {
            return false;
        }

        share = new Percentage((int)(decimal.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) * 100));
        return true;
    }

    /// <summary>Writes it as the tables do.</summary>
    /// <returns>As few decimals as are exact: <c>20%</c>, <c>-12.5%</c>.</returns>
    public override string ToString() => $"{(BasisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture)}%";

    /// <summary>Takes the share of an amount, exactly.</summary>
    internal decimal Of(decimal amount) => amount * BasisPoints / BasisPointsPerWhole;

    // [0-9] and \z, because \d would take any Unicode digit and $ a trailing line feed.
    [GeneratedRegex(@"\A-?[0-9]{1,5}(\.[0-9]{1,2})?%\z")]
    private static partial Regex Shape();
}
