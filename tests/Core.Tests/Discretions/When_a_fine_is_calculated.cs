using ExchangeHub.Discretions;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Discretions.Tables;

namespace ExchangeHub.Tests.Discretions;

/// <summary>The same circumstances must give the same fine in all three districts, and everybody must be able to see how. What
/// recognition is worth shows here: the penalty of another district counts as the first of two.</summary>
public sealed class When_a_fine_is_calculated
{
    private static readonly RecordId Earlier = RecordId.Parse("urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");

    [Fact]
    public void The_worked_case_comes_to_65_per_cent()
    {
        var calculation = Calculate(Worked);

        Assert.Equal((Share("65%"), Fen.FromYuan("650000")), (calculation.Counted, calculation.Amount));
        Assert.Equal(
            ["20%", "10%", "15%", "10%", "5%", "-5%"], calculation.Factors.Select(factor => factor.Level.Weight.ToString()));
        Assert.All(calculation.Factors, factor => Assert.True(factor.IsKnown));
    }

    [Theory]
    [InlineData("first")]
    [InlineData(null)]
    public void Without_the_recognised_penalty_it_comes_to_55_per_cent(string? level)
    {
        var found = Worked.Without("repeat");
        var calculation = Calculate(
            level is null ? found : found with { Levels = found.Levels.Add(new FoundLevel("repeat", level, [])) });

        Assert.Equal((Share("55%"), Fen.FromYuan("550000")), (calculation.Counted, calculation.Amount));
        Assert.Equal(level is not null, calculation.Factors.Single(factor => factor.Factor.Id == "repeat").IsKnown);
        Assert.Equal(level is null, calculation.Text.Chinese.Contains("未查明，按最低档次“初次”计，0%", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_factor_rests_on_is_said()
    {
        var found = Worked.Without("repeat");
        var calculation = Calculate(found with { Levels = found.Levels.Add(new FoundLevel("repeat", "second", [Earlier])) });

        Assert.Equal(Earlier, Assert.Single(calculation.Factors.Single(factor => factor.Factor.Id == "repeat").RestsOn));
        Assert.Contains($"第二次，10%（依据：{Earlier}）", calculation.Text.Chinese, StringComparison.Ordinal);
        Assert.Contains($"(rests on {Earlier})", calculation.Text.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.999999", "1-3x")]
    [InlineData("3", "3-5x")] // 以上 includes the number, 不足 does not
    [InlineData("4.999", "3-5x")]
    [InlineData("5", "over-5x")]
    [InlineData("100000", "over-5x")]
    public void A_measured_number_finds_its_level(string measured, string level) => Assert.Equal(
        level, Calculate(Found($"excess={measured}")).Factors.Single(factor => factor.Factor.Id == "excess").Level.Id);

    [Theory]
    [InlineData("生态环境法典/2026/1102", null, "400000")] // a quarter of the way from 200 000 to 1 000 000
    [InlineData("生态环境法典/2026/1102", "ordinary", "600000")]
    [InlineData("生态环境法典/2026/1102", "heavier", "800000")]
    [InlineData("排污许可管理条例/2021/43", "lighter", "10000")]
    [InlineData("排污许可管理条例/2021/43", "ordinary", "25000")]
    public void An_article_without_factors_goes_by_the_gravity(string article, string? gravity, string yuan) => Assert.Equal(
        Fen.FromYuan(yuan), Calculate(gravity is null ? Found() : Found($"gravity={gravity}"), article).Amount);

    [Theory]
    [InlineData("lighter", "50000")]
    [InlineData("ordinary", "100000")]
    [InlineData("heavier", "250000")]
    public void A_lowest_fine_alone_is_multiplied(string gravity, string yuan)
    {
        var table = Read(Text.Replace("    rangeMax: 50000 yuan\n", "    rangeMin: 50000 yuan\n", StringComparison.Ordinal));

        Assert.Equal(Fen.FromYuan(yuan), Calculate(Found($"gravity={gravity}"), "排污许可管理条例/2021/43", table).Amount);
    }

    [Theory]
    [InlineData(null, "455000")] // the least reduction
    [InlineData("40%", "390000")]
    [InlineData("50%", "325000")]
    public void A_public_apology_takes_off_a_third_to_a_half(string? reduction, string yuan) =>
        Assert.Equal(Fen.FromYuan(yuan), Calculate(Worked.With("public-apology", reduction)).Amount);

    [Fact]
    public void An_apology_leaves_the_lowest_fine_of_the_statute()
    {
        var calculation = Calculate(Found("complaint=complaints").With("public-apology", "50%"));

        Assert.Equal((Share("20%"), Fen.FromYuan("100000")), (calculation.Counted, calculation.Amount));
        calculation = Calculate(Found().With("public-apology", "50%"));
        Assert.Equal(Fen.FromYuan("100000"), calculation.Amount);
        Assert.Contains("低于法定最低罚款，按100,000元计。\n裁量结果：罚款100,000元。", calculation.Text.Chinese,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exclusion_keeps_the_apology_from_counting()
    {
        var modifier = Assert.Single(Zone.Modifiers);
        Assert.Equal(11, modifier.Exclusions.Length);
        Assert.All(modifier.Exclusions, exclusion =>
        {
            var calculation = Calculate(Worked.With("public-apology", "40%", exclusion.Id));
            Assert.Equal(Fen.FromYuan("650000"), calculation.Amount);
            Assert.Contains($"不适用（{exclusion.Name.Chinese}）", calculation.Text.Chinese, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void More_than_all_is_all_and_less_than_the_lowest_is_the_lowest()
    {
        var worst = Calculate(Found(
            "excess=over-5x", "volume=over-500t", "water=drinking", "repeat=third", "complaint=unrest", "correction=refused"));
        Assert.Equal(("115%", "100%", Fen.FromYuan("1000000")), ($"{worst.Sum}", $"{worst.Counted}", worst.Amount));
        Assert.Contains("合计115%，按100%计", worst.Text.Chinese, StringComparison.Ordinal);

        var table = Read(Text.Replace("start: 10%", "start: 0%", StringComparison.Ordinal));
        var mildest = Calculate(Found(), table: table);
        Assert.Equal(("5%", 50_000m * 100, Fen.FromYuan("100000")), ($"{mildest.Sum}", mildest.Weighed, mildest.Amount));
        Assert.Contains("Below the statutory minimum: 100,000 yuan.", mildest.Text.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("down", "650000", "650000")]
    [InlineData("down", "700000", "600000")]
    [InlineData("nearest", "700000", "700000")]
    [InlineData("nearest", "500000", "500000")]
    [InlineData("nearest", "1300000", "1000000")] // half is up, but never out of the range
    [InlineData("up", "600000", "1000000")]
    [InlineData("up", "0.07", "650000.05")]
    public void The_fine_is_rounded_as_the_table_says(string direction, string unit, string yuan)
    {
        var table = Read(Text.Replace(
            "to: 1 yuan, direction: down", $"to: {unit} yuan, direction: {direction}", StringComparison.Ordinal));
        var expected = unit == "700000" && direction == "down" ? "100000" : yuan; // nothing is below the statute

        Assert.Equal(Fen.FromYuan(expected), Calculate(Worked, table: table).Amount);
    }

    [Fact]
    public void A_bound_of_the_statute_is_not_rounded()
    {
        var table = Read(Text.Replace(
            "to: 1 yuan, direction: down", "to: 70000 yuan, direction: up", StringComparison.Ordinal));

        Assert.Equal(Fen.FromYuan("210000"), Calculate(Found(), table: table).Amount); // 15 % are 150 000
        Assert.Equal(Fen.FromYuan("100000"), Calculate(Found().With("public-apology", "50%"), table: table).Amount);
    }

    [Fact]
    public void Mitigation_counts_down_to_nothing_and_no_further()
    {
        var table = Read(Text.Replace("weight: -5%", "weight: -90%", StringComparison.Ordinal));
        var calculation = Calculate(Found(), table: table);

        Assert.Equal(("-70%", "0%", 0m), ($"{calculation.Sum}", $"{calculation.Counted}", calculation.Weighed));
        Assert.Contains("合计-70%，按0%计：1,000,000 × 0% = 0元。", calculation.Text.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fine_outside_the_statute_is_never_a_small_deviation()
    {
        var deviation = Calculate(Found(
            "excess=over-5x", "volume=over-500t", "water=drinking", "repeat=third", "complaint=unrest"))
            .Compare(Fen.FromYuan("1000000.01"));

        Assert.Equal((true, true), (deviation.IsOutsideRange, deviation.MustBeReasoned));
        Assert.EndsWith("超出法定罚款幅度，须另有法定依据。", deviation.Text.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("650000", "0", false)]
    [InlineData("715000", "10", false)] // not more than is allowed
    [InlineData("715000.01", "10", true)]
    [InlineData("584999.99", "-10", true)]
    [InlineData("320000", "-50.77", true)]
    [InlineData("1000000.01", "53.85", true)]
    public void A_fine_that_differs_must_be_reasoned(string fine, string percent, bool mustBeReasoned)
    {
        var deviation = Calculate(Worked).Compare(Fen.FromYuan(fine));

        Assert.Equal((decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture), mustBeReasoned),
            (deviation.Percent!.Value, deviation.MustBeReasoned));
        Assert.Equal(fine == "1000000.01", deviation.IsOutsideRange);
        Assert.Equal(mustBeReasoned && !deviation.IsOutsideRange,
            deviation.Text.Chinese.EndsWith("超过允许的10%，决定书应当说明理由。", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_table_does_not_know_is_named_with_the_nearest()
    {
        var found = Found("exces=3-5x", "volume=100-50t", "water=lake", "volume=over-500t")
            .With("apology", "40%", "criminal-cas");

        Assert.Equal(
            [
                "Expected the factor of the table, perhaps 'excess'; found 'exces'.",
                "Expected every factor once; found 'volume' (more than once).",
                "Expected the level of 'volume' of the table, perhaps '100-500t'; found '100-50t'.",
                "Expected the level of 'water' of the table, one of general, protected, drinking; found 'lake'.",
                "Expected the modifier of the table, one of public-apology; found 'apology'.",
                "Expected the exclusion of the table, perhaps 'criminal-case'; found 'criminal-cas'.",
            ],
            Mistakes(found).Select(mistake => mistake.ToString()));
        Assert.Contains("水污染防治法/2017/83", Mistakes(Worked, "水污染防治法/2017/38")[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("30% to 50%", Mistakes(Worked.With("public-apology", "60%"))[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("excess", Mistakes(Found("excess=-1"))[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_confirmed_is_said()
    {
        Assert.EndsWith("提示：裁量表、裁量权重、取整规则尚待有权机关确认。", Calculate(Worked).Text.Chinese, StringComparison.Ordinal);
        Assert.EndsWith(
            "confirmed by those in charge: the table, the range, the rounding.",
            Calculate(Found("gravity=ordinary"), "生态环境法典/2026/1102").Text.English, StringComparison.Ordinal);
        var confirmed = Read(Text.Replace("trust: derived", "trust: found", StringComparison.Ordinal)
            .Replace("weightsTrust: derived", "weightsTrust: found", StringComparison.Ordinal));
        Assert.EndsWith("裁量结果：罚款650,000元。", Calculate(Worked, table: confirmed).Text.Chinese, StringComparison.Ordinal);
    }
}
