using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads a civil date in one of several ways of writing it.</summary>
/// <remarks>A way of writing may have a time of day, as databases export it; only midnight is taken, as a date has
/// none.</remarks>
internal sealed partial class DateParser(ImmutableArray<string> formats) : CellParser
{
    private const int ShownFormatsMax = 3;

    private static readonly DateTime Sample = new(2026, 3, 15, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly string[] _formats = [.. formats];

    private readonly Wording _expected = new(
        $"日期，例如 {string.Join('、', Samples(formats))}", $"a date such as {string.Join(" or ", Samples(formats))}");

    public override CellFault? Parse(string text, FieldRule rule, List<JsonNode> values)
    {
        if (DateTime.TryParseExact(text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            && moment.TimeOfDay == TimeSpan.Zero)
        {
            return Take(CivilDates.Format(DateOnly.FromDateTime(moment)), rule, values);
        }

        var remark = text.Length <= 20 && LooksLikeDate().IsMatch(text) && moment == default
            ? new Wording("该日期不存在，或写法不在所列之中", "there is no such day, or it is written in another way")
            : null;
        return new CellFault(FaultKind.ValueUnreadable, Violation.Quoting(_expected, text, remark));
    }

    public override CellFault Missing(FieldRule rule) => new(FaultKind.ValueMissing, Violation.Quoting(_expected, null));

    private static IEnumerable<string> Samples(ImmutableArray<string> formats) =>
        formats.Take(ShownFormatsMax).Select(format => Sample.ToString(format, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\A[0-9]{4}[^0-9]?[0-9]{1,2}[^0-9]?[0-9]{1,2}[^0-9]?\z")]
    private static partial Regex LooksLikeDate();
}
