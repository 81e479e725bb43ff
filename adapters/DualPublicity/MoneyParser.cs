using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads an amount of money into fen, exactly.</summary>
/// <param name="isTenThousands">Whether the file counts in ten thousand yuan; otherwise in yuan.</param>
/// <param name="prefixes">What may stand before the digits, such as <c>NT$</c>. No currency is converted.</param>
/// <param name="isGrouped">Whether commas may stand between groups of three digits.</param>
internal sealed partial class MoneyParser(bool isTenThousands, ImmutableArray<string> prefixes, bool isGrouped) : CellParser
{
    private readonly Wording _advice = AdviceOf(isTenThousands, prefixes, isGrouped);

    public override CellFault? Parse(string text, FieldRule rule, List<JsonNode> values)
    {
        var prefix = prefixes.FirstOrDefault(mark => text.StartsWith(mark, StringComparison.Ordinal)) ?? "";
        var digits = text[prefix.Length..].TrimStart();
        if (isGrouped && digits.Length <= 40 && Grouped().IsMatch(digits))
        {
            digits = digits.Replace(",", "", StringComparison.Ordinal);
        }

        var isRead = isTenThousands
            ? Fen.TryFromTenThousandYuan(digits, out var fen, out var violation)
            : Fen.TryFromYuan(digits, out fen, out violation);
        if (isRead && fen.Value > rule.Maximum)
        {
            var most = new Fen(rule.Maximum).ToGroupedYuan();
            violation = Violation.Quoting(new Wording($"不超过 {most} 元的金额", $"an amount of at most {most} yuan"), text);
            return new CellFault(FaultKind.ValueUnreadable, violation);
        }

        if (!isRead)
        {
            return new CellFault(
                FaultKind.ValueUnreadable,
                digits == text ? violation! : Violation.Quoting(violation!.Expected, text),
                _advice);
        }

        // Zero says that there is none: the contract writes it by leaving the field out.
        return fen.Value == 0 ? null : Take(fen.Value.ToString(CultureInfo.InvariantCulture), rule, values);
    }

    public override CellFault Missing(FieldRule rule)
    {
        Violation? violation;
        _ = isTenThousands ? Fen.TryFromTenThousandYuan("", out _, out violation) : Fen.TryFromYuan("", out _, out violation);
        return new CellFault(FaultKind.ValueMissing, violation!, _advice);
    }

    private static Wording AdviceOf(bool isTenThousands, ImmutableArray<string> prefixes, bool isGrouped)
    {
        var advice = isTenThousands
            ? new Wording(
                "请只写阿拉伯数字、至多一个小数点和六位小数，例如 12.5（即 12.5 万元）",
                "Write digits with at most one point and six decimals, for example 12.5 (125 000 yuan)")
            : new Wording(
                "请只写阿拉伯数字、至多一个小数点和两位小数，例如 125000.5（单位为元）",
                "Write digits with at most one point and two decimals, for example 125000.5 (in yuan)");
        if (isGrouped)
        {
            advice = new Wording($"{advice.Chinese}，可加千位分隔逗号", $"{advice.English}, with commas between thousands if you like");
        }

        return prefixes.IsEmpty
            ? advice
            : new Wording(
                $"{advice.Chinese}，前面可写 {string.Join('、', prefixes)}",
                $"{advice.English}, after {string.Join(" or ", prefixes)} if you like");
    }

    [GeneratedRegex(@"\A[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\z")]
    private static partial Regex Grouped();
}
