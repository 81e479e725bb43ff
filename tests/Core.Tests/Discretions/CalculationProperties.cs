using ExchangeHub.Discretions;
using ExchangeHub.RuleFiles;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Discretions;

/// <summary>What holds of every table and every case.</summary>
public sealed class CalculationProperties
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);
    private static readonly Wording Name = new("名", "name");

    private static readonly Gen<DiscretionFactor[]> Factors =
        from weights in Gen.Choose(-10_000, 10_000).ListOf(3).ListOf(4)
        from count in Gen.Choose(1, 4)
        select weights.Take(count).Select((levels, factor) => new DiscretionFactor($"f{factor}", Name,
        [
            .. levels.Order().Select((weight, level) =>
                new DiscretionLevel($"l{level}", Name, new Percentage(weight), SourceTrust.Found)),
        ])).ToArray();

    private static readonly Gen<DiscretionArticle> Articles =
        from factors in Factors
        from method in Gen.Elements(Enum.GetValues<DiscretionMethod>())
        from start in Gen.Choose(0, 10_000)
        from least in Gen.Choose(0, 1_000_000_000)
        from width in Gen.Choose(0, 2_000_000_000)
        let weighed = method == DiscretionMethod.Accumulation
        let hasLeast = method is not DiscretionMethod.ShareOfMaximum && (!weighed || width % 2 == 0)
        select new DiscretionArticle("法/2024/1", Name, method)
        {
            RangeMin = hasLeast ? new Fen(least) : null,
            RangeMax = method == DiscretionMethod.MultipleOfMinimum ? null : new Fen((long)least + width),
            Start = weighed ? new Percentage(start) : default,
            Factors = [.. weighed ? factors : factors.Take(1)],
        };

    private static readonly Gen<DiscretionTable> AnyTable =
        from article in Articles
        from unit in Gen.Choose(1, 1_000_000)
        from direction in Gen.Elements(Enum.GetValues<RoundingDirection>())
        from max in Gen.Choose(1, 10_000)
        from least in Gen.Choose(0, 5_000)
        let modifier = new DiscretionModifier("m", Name, new Percentage(least), new Percentage(least + 5_000),
            [new DiscretionExclusion("x", Name)], SourceTrust.Found)
        select new DiscretionTable(
            new DiscretionTerms("t", "1", Name)
            {
                WeightsMax = new Percentage(max),
                Deviation = new Percentage(1_000),
                Rounding = new AmountRounding(new Fen(unit), direction, SourceTrust.Found),
            },
            [article], [modifier, modifier with { Id = "n" }], Digest.Of([]));

    private static readonly Gen<(DiscretionTable Table, CaseFindings Found)> Cases =
        from table in AnyTable
        from levels in Gen.Choose(-1, 2).ListOf(4)
        from modifiers in Gen.Elements("m", "n").ArrayOf().Resize(2)
        from isExcluded in Gen.Elements(true, false, false)
        select (table, new CaseFindings
        {
            Levels =
            [
                .. table.Articles[0].Factors.Zip(levels).Where(pair => pair.Second >= 0)
                    .Select(pair => new FoundLevel(pair.First.Id, $"l{pair.Second}", [])),
            ],
            Modifiers = [.. modifiers.Distinct().Select(modifier => new AskedModifier(modifier, null))],
            Exclusions = isExcluded ? ["x"] : [],
        });

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Elements("f0", "f1", "l0", "l2", "m", "x", "法/2024/1", "", "1.5", "-1"), ArbMap.Default.GeneratorFor<string>()
            .Select(text => text ?? ""));

    [Fact]
    public void The_fine_is_never_outside_the_range() => Hold(Cases, it =>
    {
        var (article, amount) = (it.Table.Articles[0], Calculate(it.Table, it.Found).Amount);
        return !(amount < article.RangeMin) && !(amount > article.RangeMax) && amount.Value >= 0;
    });

    [Fact]
    public void A_higher_level_never_gives_less() => Hold(
        from it in Cases.Where(it => !it.Found.Levels.IsEmpty)
        from index in Gen.Choose(0, it.Found.Levels.Length - 1)
        from level in Gen.Choose(0, 2)
        select (it.Table, it.Found, index, level),
        it =>
        {
            var (table, found, index, level) = it;
            var before = found.Levels[index];
            var after = found with { Levels = found.Levels.SetItem(index, before with { Level = $"l{level}" }) };
            var rises = string.CompareOrdinal($"l{level}", before.Level);
            return Math.Sign(Calculate(table, after).Amount.Value.CompareTo(Calculate(table, found).Amount.Value)) * rises >= 0;
        });

    [Fact]
    public void The_order_of_what_was_found_means_nothing() => Hold(Cases, it => Calculate(it.Table, it.Found).Text
        == Calculate(it.Table, it.Found with
        {
            Levels = [.. it.Found.Levels.Reverse()],
            Modifiers = [.. it.Found.Modifiers.Reverse()],
        }).Text);

    [Fact]
    public void What_is_unknown_counts_as_the_lowest_level() => Hold(Cases, it =>
    {
        var lowest = it.Table.Articles[0].Factors.Where(factor => it.Found.Levels.All(level => level.Factor != factor.Id))
            .Select(factor => new FoundLevel(factor.Id, "l0", []));
        return Calculate(it.Table, it.Found).Amount
            == Calculate(it.Table, it.Found with { Levels = [.. it.Found.Levels, .. lowest] }).Amount;
    });

    [Fact]
    public void A_modifier_never_adds_and_an_exclusion_never_takes_off() => Hold(Cases, it =>
    {
        var plain = Calculate(it.Table, it.Found with { Modifiers = [] }).Amount;
        var excluded = Calculate(it.Table, it.Found with { Exclusions = ["x"] }).Amount;
        return Calculate(it.Table, it.Found).Amount <= plain && excluded == plain;
    });

    [Fact]
    public void The_calculated_fine_never_deviates() => Hold(Cases, it =>
    {
        var calculation = Calculate(it.Table, it.Found);
        var deviation = calculation.Compare(calculation.Amount);
        return !deviation.MustBeReasoned && deviation.Percent is null or 0 && deviation.Text.Chinese.Length > 0;
    });

    [Fact]
    public void Whatever_is_asked_is_answered_or_named() => Hold(
        from table in AnyTable
        from texts in AnyText.ListOf(8)
        from share in Gen.Choose(int.MinValue, int.MaxValue)
        from fine in Gen.Choose(0, int.MaxValue)
        select (table, texts, share, fine),
        it =>
        {
            var (table, texts, share, fine) = it;
            var calculation = table.Calculate(
                texts[0],
                new CaseFindings
                {
                    Levels = [new(texts[1], texts[2], []), new(texts[3], texts[4], [])],
                    Modifiers = [new(texts[5], new Percentage(share)), new(texts[6], null)],
                    Exclusions = [texts[7]],
                },
                out var mistakes);
            _ = calculation?.Compare(new Fen(long.MaxValue - fine)).Text;
            return calculation is null == !mistakes.IsEmpty
                && mistakes.All(mistake => mistake.ToString().Length > 0 && mistake.ToChinese().Length > 0);
        });

    [Fact]
    public void A_spoilt_document_is_read_or_refused_and_nothing_else() => Hold(
        from at in Gen.Choose(0, Tables.Text.Length - 1)
        from cut in Gen.Choose(0, 40)
        from put in Gen.Elements<char>("aeor :,-{}[]%.\n\"'#0195yuan").ArrayOf().Resize(5)
        select string.Concat(Tables.Text.AsSpan(0, at), put, Tables.Text.AsSpan(Math.Min(Tables.Text.Length, at + cut))),
        text =>
        {
            var table = DiscretionDocument.Parse(text, out var faults);
            var calculations = table?.Articles.Select(article => Calculate(table, new CaseFindings(), article.Id).Text);
            return table is null == faults.First.Length > 0 && calculations?.All(words => words.Chinese.Length > 0) != false
                && faults.First.All(fault => fault.Line >= 1 && fault.Column >= 1 && fault.Message.Chinese.Length > 0);
        });

    private static Calculation Calculate(DiscretionTable table, CaseFindings found, string article = "法/2024/1") =>
        table.Calculate(article, found, out var mistakes) ?? throw new InvalidOperationException(string.Join('\n', mistakes));

    private static void Hold<T>(Gen<T> gen, Func<T, bool> law) => Prop.ForAll(gen.ToArbitrary(), law).Check(Often);
}
