using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>The divisions of Shanghai, Jiangsu, Zhejiang and Anhui.</summary>
/// <remarks>
/// Source: National Bureau of Statistics, list of 2023-06-30; GB/T 2260. Divisions change: a record keeps the code that it was
/// published with, and <see cref="FindSuccessors"/> leads on from there. Divisions of other provinces are not in the table.
/// </remarks>
public static class Divisions
{
    // GB/T 2260, in national order; the first 31 number the law-enforcement certificates.
    private static readonly ImmutableArray<string> ProvinceCodes =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45",
        "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    ];

    private const string StateRegistrar = "100000"; // bodies that the State Administration for Market Regulation registers itself

    private static readonly FrozenDictionary<Jurisdiction, Division> ByCode = Load();

    private static readonly FrozenDictionary<Jurisdiction, ImmutableArray<Jurisdiction>> Abolished = LoadAbolished();

    /// <summary>Gets every division of the table, by code.</summary>
    public static ImmutableArray<Division> All { get; } =
        [.. ByCode.Values.OrderBy(division => division.Code.ToString(), StringComparer.Ordinal)];

    /// <summary>Gets the members of the demonstration zone, by code: Qingpu, Wujiang, Jiashan.</summary>
    public static ImmutableArray<Division> DemonstrationZone { get; } =
        [.. All.Where(division => division.IsInDemonstrationZone)];

    /// <summary>Finds a division that is in use.</summary>
    /// <param name="code">Its code.</param>
    /// <returns>The division, or null when the table has none.</returns>
    public static Division? Find(Jurisdiction code) => ByCode.GetValueOrDefault(code);

    /// <summary>Tells whether a division is in the table.</summary>
    /// <param name="code">Its code.</param>
    /// <returns>Whether it is in use; also for a province and for a development zone of the statistics.</returns>
    public static bool IsKnown(Jurisdiction code) => ByCode.ContainsKey(code);

    /// <summary>Finds what became of a division that is no longer in use.</summary>
    /// <param name="code">Its code.</param>
    /// <returns>The divisions in use that took it over, at least one of them where that is known; empty when the code is in use
    /// or was never heard of.</returns>
    public static ImmutableArray<Jurisdiction> FindSuccessors(Jurisdiction code) => Abolished.GetValueOrDefault(code, []);

    /// <summary>Reads the code of a division that is in use, and says what is wrong when it cannot.</summary>
    /// <param name="text">Six ASCII digits.</param>
    /// <param name="division">The division, or null.</param>
    /// <param name="violation">What is wrong, with the nearest code that is in use; or null.</param>
    /// <returns>Whether the table has the division.</returns>
    public static bool TryFind(
        string? text, [NotNullWhen(true)] out Division? division, [NotNullWhen(false)] out Violation? violation)
    {
        division = null;
        if (!Jurisdiction.TryParse(text, out var code, out violation))
        {
            return false;
        }

        division = Find(code);
        if (division is null)
        {
            var nearest = Find(FindSuccessors(code).FirstOrDefault()) ?? Nearest(text!);
            violation = Violation.Quoting(
                new Wording("现行行政区划代码，例如 310118", "the code of a division that is in use, such as 310118"),
                text,
                nearest is null
                    ? null
                    : new Wording(
                        $"相近的有 {nearest.Code} {nearest.Name.Chinese}", $"the nearest is {nearest.Code}, {nearest.Name.English}"));
        }

        return division is not null;
    }

    /// <summary>Tells whether a code can stand in an old document.</summary>
    /// <param name="code">The code.</param>
    /// <returns>Whether it is or was in use; outside the four provinces of the table, whether its province exists.</returns>
    internal static bool WasEverUsed(Jurisdiction code)
    {
        var text = code.ToString();
        var province = text.Length == 0 ? "" : text[..2];
        return province is "31" or "32" or "33" or "34"
            ? ByCode.ContainsKey(code) || Abolished.ContainsKey(code)
            : text == StateRegistrar || ProvinceCodes.Contains(province, StringComparer.Ordinal);
    }

    /// <summary>Finds a province by its number in the national order.</summary>
    /// <param name="number">From 1, Beijing, to 31, Xinjiang.</param>
    /// <returns>The province, or null when the number is another.</returns>
    internal static Jurisdiction? ProvinceInNationalOrder(int number) =>
        number is >= 1 and <= 31 ? Jurisdiction.Parse($"{ProvinceCodes[number - 1]}0000") : null;

    // One digit wrong or two neighbours exchanged, as late in the code as possible, because people know the first digits; else
    // the prefecture or province that the first digits name.
    private static Division? Nearest(string text) =>
        All.Where(division => division is { Level: DivisionLevel.County, IsStatisticalOnly: false })
            .Select(division => (division, Place: FirstSlip(text, division.Code.ToString())))
            .Where(candidate => candidate.Place is not null)
            .OrderByDescending(candidate => candidate.Place)
            .Select(candidate => candidate.division)
            .FirstOrDefault()
        ?? Find(Jurisdiction.Parse($"{text[..4]}00"))
        ?? Find(Jurisdiction.Parse($"{text[..2]}0000"));

    // Where the one slip is that lies between two codes; null when there are more.
    private static int? FirstSlip(string text, string code)
    {
        int[] differing = [.. Enumerable.Range(0, code.Length).Where(index => text[index] != code[index])];
        return differing switch
        {
            [var place] => place,
            [var left, var right] when right == left + 1 && text[left] == code[right] && text[right] == code[left] => left,
            _ => null,
        };
    }

    private static FrozenDictionary<Jurisdiction, Division> Load() =>
        (from row in EmbeddedTable.Read("divisions.csv", "code", "name_zh", "name_en", "mark")
         select new Division(
             Jurisdiction.Parse(row[0]),
             new Wording(row[1], row[2].Length == 0 ? row[1] : row[2]),
             row[3] == "zone",
             row[3] == "stat"))
        .ToFrozenDictionary(division => division.Code);

    private static FrozenDictionary<Jurisdiction, ImmutableArray<Jurisdiction>> LoadAbolished() =>
        EmbeddedTable.Read("divisions-abolished.csv", "code", "name_zh", "replaced_by").ToFrozenDictionary(
            row => Jurisdiction.Parse(row[0]),
            row => row[2].Length == 0 ? [] : row[2].Split(' ').Select(Jurisdiction.Parse).ToImmutableArray());
}
