using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.DualPublicity;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>Money and dates are read exactly or not at all: no rounding, no guess of a unit, no day that does not
/// exist.</summary>
public sealed class CellParserTests
{
    private static readonly FieldRule Fine = RecordFields.Find("penalty.fineFen")!;
    private static readonly FieldRule Day = RecordFields.Find("decidedOn")!;

    [Theory]
    [InlineData("NT$1,125,000", 112_500_000)]
    [InlineData("NT$ 300", 30_000)]
    [InlineData("1,234,567.89", 123_456_789)]
    [InlineData("1234567.8", 123_456_780)]
    [InlineData("0.01", 1)]
    public void Grouped_money_with_a_prefix_is_read(string text, long fen) =>
        Assert.Equal(fen.ToString(CultureInfo.InvariantCulture), Read(Grouped(), text, Fine));

    [Theory]
    [InlineData("1,12,500")]
    [InlineData("12,5")]
    [InlineData(",123")]
    [InlineData("1,125,00")]
    [InlineData("USD 5")]
    [InlineData("NT$")]
    [InlineData("NT$-5")]
    [InlineData("1.234,56")]
    [InlineData("1e5")]
    [InlineData("0.001")]
    [InlineData("10000000000000")]
    public void Money_of_another_shape_is_refused(string text) => Assert.Null(Read(Grouped(), text, Fine));

    [Theory]
    [InlineData("NT$0")]
    [InlineData("0.00")]
    public void Zero_says_that_there_is_none(string text)
    {
        var values = new List<JsonNode>();

        Assert.Null(Grouped().Parse(text, Fine, values));
        Assert.Empty(values);
    }

    [Fact]
    public void Ten_thousand_yuan_are_read_as_the_vocabulary_reads_them()
    {
        var parser = new MoneyParser(isTenThousands: true, [], isGrouped: false);
        var random = new Random(20260318);
        for (var round = 0; round < 5_000; round++)
        {
            var fen = new Fen(random.NextInt64(1, Fine.Maximum));
            Assert.Equal(fen.Value.ToString(CultureInfo.InvariantCulture), Read(parser, fen.ToTenThousandYuan(), Fine));
        }
    }

    [Theory]
    [InlineData("2026-03-08", "2026-03-08")]
    [InlineData("2026/3/8", "2026-03-08")]
    [InlineData("20260308", "2026-03-08")]
    [InlineData("2026年3月8日", "2026-03-08")]
    [InlineData("2026年03月08日", "2026-03-08")]
    [InlineData("2026-03-08 00:00:00", "2026-03-08")]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("2026-02-29", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-03-08 09:30:00", null)]
    [InlineData("26-3-8", null)]
    [InlineData("08/03/2026", null)]
    [InlineData("2026-3", null)]
    [InlineData("二〇二六年三月八日", null)]
    public void A_day_is_read_in_the_ways_that_the_mapping_lists(string text, string? day)
    {
        var parser = new DateParser(["yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy年M月d日", "yyyy-M-d HH:mm:ss"]);

        Assert.Equal(day, Read(parser, text, Day));
    }

    [Fact]
    public void Every_day_of_a_century_is_read_in_every_way()
    {
        var formats = new[] { "yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy年M月d日" };
        var parser = new DateParser([.. formats]);
        for (var day = new DateOnly(2000, 1, 1); day.Year < 2100; day = day.AddDays(7))
        {
            Assert.All(formats, format => Assert.Equal(
                CivilDates.Format(day), Read(parser, day.ToString(format, CultureInfo.InvariantCulture), Day)));
        }
    }

    private static MoneyParser Grouped() => new(isTenThousands: false, ["NT$"], isGrouped: true);

    private static string? Read(CellParser parser, string text, FieldRule rule)
    {
        var values = new List<JsonNode>();
        return parser.Parse(text, rule, values) is null ? Assert.Single(values).ToString() : null;
    }
}
