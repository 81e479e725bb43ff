namespace ExchangeHub.Rules;

/// <summary>Finds what was probably meant.</summary>
internal static class Nearest
{
    private const int LengthMax = 100; // nothing that we name is longer

    /// <summary>Finds the name with the fewest differences.</summary>
    /// <returns>Null when none is near: more than a third of the letters differ.</returns>
    public static string? Of(string text, IEnumerable<string> names)
    {
        if (text.Length > LengthMax)
        {
            return null;
        }

        var plain = Plain(text);
        return names.Select(name => (Name: name, Differences: Differences(plain, Plain(name))))
            .Where(candidate => candidate.Differences <= Math.Max(1, text.Length / 3))
            .OrderBy(candidate => candidate.Differences).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name).FirstOrDefault();
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    // Letters put in, left out, changed, or exchanged with their neighbour.
    private static int Differences(string left, string right)
    {
        var (before, last, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var index = 1; index <= left.Length; index++)
        {
            row[0] = index;
            for (var column = 1; column <= right.Length; column++)
            {
                var changed = last[column - 1] + (left[index - 1] == right[column - 1] ? 0 : 1);
                row[column] = Math.Min(changed, Math.Min(last[column], row[column - 1]) + 1);
                if (index > 1 && column > 1 && left[index - 1] == right[column - 2] && left[index - 2] == right[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }
}
