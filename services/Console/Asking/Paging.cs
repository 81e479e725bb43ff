using System.Globalization;

namespace ExchangeHub.Console.Asking;

/// <summary>Which page of something that is read whole.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">How many rows a page has.</param>
internal sealed record Paging(int Number, int Size)
{
    /// <summary>Gets the rows of the page, counted from 0.</summary>
    public Range Window => ((Number - 1) * Size)..(Number * Size);

    /// <summary>Reads the number of a page from an address; what is none is the first.</summary>
    public static Paging Read(string? text, int size) => new(
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
            ? number : 1,
        size);

    /// <summary>Gets the numbers of the first and last row, counted from 1; both 0 when there is none.</summary>
    public (int First, int Last) Rows(int count) =>
        (Math.Min(count, Window.Start.Value + 1), Math.Min(count, Window.End.Value));
}
