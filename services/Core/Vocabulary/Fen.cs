using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>An amount of money in fen, the hundredth part of one yuan (CNY).</summary>
/// <param name="Value">The amount in fen; never negative in a published record.</param>
/// <remarks>
/// <para>All arithmetic is exact and overflow throws: a fine that is off by one fen is a different fine.</para>
/// <para>
/// Mind the unit at the border. The dual-publicity tables state fines in <em>ten thousand yuan</em>: one unit there is
/// 1 000 000 fen, and its sixth decimal is exactly one fen.
/// </para>
/// </remarks>
public readonly partial record struct Fen(long Value)
{
    private const decimal FenPerYuan = 100m;
    private const decimal FenPerTenThousandYuan = 1_000_000m;
    private const int TextLengthMax = 26; // 19 digits, a point and six decimals; longer text is not read at all

    private static readonly Wording YuanShape = new(
        "以元为单位的金额：阿拉伯数字、至多一个小数点和两位小数，例如 125000.5",
        "an amount in yuan: digits, then at most one point and two decimals, such as 125000.5");

    private static readonly Wording TenThousandYuanShape = new(
        "以万元为单位的金额：阿拉伯数字、至多一个小数点和六位小数，例如 12.5（即 125000 元）",
        "an amount in ten thousand yuan: digits, then at most one point and six decimals, such as 12.5 (125 000 yuan)");

    /// <summary>Adds two amounts.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">Another.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="OverflowException">The sum exceeds <see cref="long.MaxValue"/> fen.</exception>
    public static Fen operator +(Fen left, Fen right) => new(checked(left.Value + right.Value));

    /// <summary>Compares two amounts.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether the left one is less.</returns>
    public static bool operator <(Fen left, Fen right) => left.Value < right.Value;

    /// <summary>Compares two amounts.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether the left one is more.</returns>
    public static bool operator >(Fen left, Fen right) => left.Value > right.Value;

    /// <summary>Compares two amounts.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether the left one is less or the same.</returns>
    public static bool operator <=(Fen left, Fen right) => left.Value <= right.Value;

    /// <summary>Compares two amounts.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether the left one is more or the same.</returns>
    public static bool operator >=(Fen left, Fen right) => left.Value >= right.Value;

    /// <summary>Reads an amount written in yuan.</summary>
    /// <param name="text">ASCII digits, then optionally a point and one or two decimals: <c>125000.5</c>. No sign, no grouping,
    /// no unit, no surrounding space.</param>
    /// <returns>The same amount in fen, exactly.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape, or exceeds <see cref="long.MaxValue"/> fen. A
    /// third decimal is refused, not rounded: it would be part of a fen.</exception>
    public static Fen FromYuan(string text) =>
        TryFromYuan(text, out var fen, out var violation) ? fen : throw new ViolationException(violation);

    /// <summary>Reads an amount written in yuan, and says what is wrong when it cannot.</summary>
    /// <param name="text">As for <see cref="FromYuan"/>.</param>
    /// <param name="fen">The amount, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> is such an amount.</returns>
    public static bool TryFromYuan(string? text, out Fen fen, [NotNullWhen(false)] out Violation? violation) =>
        TryRead(text, Yuan(), FenPerYuan, YuanShape, out fen, out violation);

    /// <summary>Reads an amount written in ten thousand yuan, as in column <c>CF_NR_FK</c> of a penalty table.</summary>
    /// <param name="text">
    /// ASCII digits, then optionally a point and one to six decimals: <c>12.5</c> is 125 000 yuan. No sign, no grouping,
    /// no unit, no surrounding space.
    /// </param>
    /// <returns>The same amount in fen, exactly: <c>12.5</c> gives <c>12 500 000</c>, <c>0.000001</c> gives <c>1</c>.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape, or exceeds <see cref="long.MaxValue"/> fen. A
    /// seventh decimal is refused, not rounded: it would be part of a fen.</exception>
    /// <remarks>Source: column list of the dual-publicity penalty table, “罚款金额（万元）”, at most six decimals.</remarks>
    public static Fen FromTenThousandYuan(string text) =>
        TryFromTenThousandYuan(text, out var fen, out var violation) ? fen : throw new ViolationException(violation);

    /// <summary>Reads an amount written in ten thousand yuan, and says what is wrong when it cannot.</summary>
    /// <param name="text">As for <see cref="FromTenThousandYuan"/>.</param>
    /// <param name="fen">The amount, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> is such an amount.</returns>
    public static bool TryFromTenThousandYuan(string? text, out Fen fen, [NotNullWhen(false)] out Violation? violation) =>
        TryRead(text, TenThousandYuan(), FenPerTenThousandYuan, TenThousandYuanShape, out fen, out violation);

    /// <summary>Writes the amount in yuan, for programs.</summary>
    /// <returns>Digits, a point and two decimals: <c>125000.50</c>. <see cref="FromYuan"/> reads it back.</returns>
    public override string ToString() => (Value / FenPerYuan).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Writes the amount in ten thousand yuan, as the dual-publicity tables do.</summary>
    /// <returns>As few decimals as are exact, at most six: <c>12.5</c>. <see cref="FromTenThousandYuan"/> reads it
    /// back.</returns>
    public string ToTenThousandYuan() => (Value / FenPerTenThousandYuan).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Writes the amount in yuan, for people.</summary>
    /// <returns>Thousands separated by commas and no decimals when there are no fen: <c>125,000</c>, <c>125,000.50</c>.</returns>
    public string ToGroupedYuan() =>
        (Value / FenPerYuan).ToString(Value % 100 == 0 ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture);

    private static bool TryRead(
        string? text,
        Regex shape,
        decimal fenPerUnit,
        Wording expected,
        out Fen fen,
        [NotNullWhen(false)] out Violation? violation)
    {
        fen = default;
        if (text is null || text.Length > TextLengthMax || !shape.IsMatch(text))
        {
            violation = Violation.Quoting(expected, text);
            return false;
        }

        var amount = decimal.Parse(text, CultureInfo.InvariantCulture) * fenPerUnit;
        if (amount > long.MaxValue)
        {
            violation = Violation.Quoting(expected, text, new Wording("金额过大", "the amount is too large"));
            return false;
        }

        fen = new Fen(decimal.ToInt64(amount));
        violation = null;
        return true;
    }

    // [0-9] and \z, because \d would take any Unicode digit and $ a trailing line feed.
    [GeneratedRegex(@"\A[0-9]+(\.[0-9]{1,2})?\z")]
    private static partial Regex Yuan();

    [GeneratedRegex(@"\A[0-9]+(\.[0-9]{1,6})?\z")]
    private static partial Regex TenThousandYuan();
}
