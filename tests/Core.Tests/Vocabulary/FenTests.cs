using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Vocabulary;

public sealed class FenTests
{
    [Theory]
    [InlineData("12.5", 12_500_000)]
    [InlineData("0", 0)]
    [InlineData("0.000001", 1)]
    [InlineData("0.01", 10_000)]
    [InlineData("9223372036854.775807", long.MaxValue)]
    public void Ten_thousand_yuan_become_fen_exactly(string text, long fen) =>
        Assert.Equal(new Fen(fen), Fen.FromTenThousandYuan(text));

    [Theory]
    [InlineData("125000.5", 12_500_050)]
    [InlineData("0", 0)]
    [InlineData("0.01", 1)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void Yuan_become_fen_exactly(string text, long fen) => Assert.Equal(new Fen(fen), Fen.FromYuan(text));

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-1")]
    [InlineData("1,000")]
    [InlineData("１２")]
    [InlineData("1e3")]
    [InlineData("1\n")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999")]
    public void Any_other_shape_is_refused(string text)
    {
        Assert.ThrowsAny<FormatException>(() => Fen.FromTenThousandYuan(text));
        Assert.ThrowsAny<FormatException>(() => Fen.FromYuan(text));
    }

    [Fact]
    public void A_part_of_a_fen_is_refused_and_never_rounded()
    {
        Assert.ThrowsAny<FormatException>(() => Fen.FromTenThousandYuan("0.0000001"));
        Assert.ThrowsAny<FormatException>(() => Fen.FromYuan("0.001"));
    }

    [Fact]
    public void A_value_of_megabytes_is_refused_at_once() =>
        Assert.False(Fen.TryFromYuan(new string('1', 5_000_000), out _, out _));

    [Fact]
    public void The_refusal_names_the_unit_and_quotes_what_was_found()
    {
        Assert.False(Fen.TryFromTenThousandYuan("12,5", out _, out var violation));
        Assert.Equal(
            "Expected an amount in ten thousand yuan: digits, then at most one point and six decimals, such as 12.5 "
            + "(125 000 yuan); found '12,5'.",
            violation.ToString());
        Assert.Equal(
            "应为以万元为单位的金额：阿拉伯数字、至多一个小数点和六位小数，例如 12.5（即 125000 元）；实为“12,5”。", violation.ToChinese());
    }

    [Theory]
    [InlineData(0, "0.00", "0", "0")]
    [InlineData(1, "0.01", "0.000001", "0.01")]
    [InlineData(32_000_000, "320000.00", "32", "320,000")]
    [InlineData(12_500_050, "125000.50", "12.50005", "125,000.50")]
    public void An_amount_is_written_for_programs_tables_and_people(long fen, string yuan, string tenThousand, string grouped)
    {
        Assert.Equal(yuan, new Fen(fen).ToString());
        Assert.Equal(tenThousand, new Fen(fen).ToTenThousandYuan());
        Assert.Equal(grouped, new Fen(fen).ToGroupedYuan());
    }

    [Fact]
    public void A_sum_beyond_the_range_throws() => Assert.Throws<OverflowException>(() => new Fen(long.MaxValue) + new Fen(1));
}
