using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>
/// What is not known is neither true nor false: a registry that does not answer must not make a firm clean, and must not make it
/// guilty.
/// </summary>
public sealed class UnknownTests
{
    private static readonly string[] Values = ["true", "false", "matter.drinkingWaterSource"]; // the third is not known

    private static readonly Matter Unclear = Penalty with { DrinkingWaterSource = null };

    [Fact]
    public void And_is_false_as_soon_as_one_is()
    {
        Assert.Equal([true, false, null, false, false, false, null, false, null], Table((a, b) => $"{a} and {b}"));
    }

    [Fact]
    public void Or_is_true_as_soon_as_one_is() =>
        Assert.Equal([true, true, true, true, false, null, true, null, null], Table((a, b) => $"{a} or {b}"));

    [Fact]
    public void Not_leaves_unknown_alone() =>
        Assert.Equal([false, true, null], Values.Select(value => Test($"not {value}", Unclear)));

    [Fact]
    public void A_comparison_with_unknown_is_unknown() =>
        Assert.Equal([true, false, null, false, true, null, null, null, null], Table((a, b) => $"{a} = {b}"));

    [Fact]
    public void Whether_something_is_known_is_always_known() =>
        Assert.Equal([true, true, false], Values.Select(value => Test($"{value} is known", Unclear)));

    [Fact]
    public void A_default_stands_in() =>
        Assert.Equal([true, true, true, false, false, false, true, false, null], Table((a, b) => $"{a} else {b}"));

    [Fact]
    public void A_choice_without_a_known_condition_is_unknown()
    {
        Assert.Null(Test("if matter.drinkingWaterSource then true else true", Unclear));
        Assert.True(Test("if true then true else matter.drinkingWaterSource", Unclear));
    }

    [Theory]
    [InlineData("any", true, null, null)]
    [InlineData("no", false, null, null)]
    [InlineData("all", null, false, null)]
    public void One_unknown_element_matters_when_no_other_settles_it(string word, bool? withTrue, bool? withFalse, bool? alone)
    {
        var text = $"{word} e in events where e.isFinal";
        Assert.Equal(withTrue, Test(text, With(null, true)));
        Assert.Equal(withFalse, Test(text, With(null, false)));
        Assert.Equal(alone, Test(text, With([null])));
    }

    [Theory]
    [InlineData("any", false)]
    [InlineData("no", true)]
    [InlineData("all", true)]
    public void An_empty_list_is_known_to_be_empty(string word, bool value) =>
        Assert.Equal(value, Test($"{word} e in events where e.isFinal", With()));

    [Fact]
    public void A_list_that_is_not_known_is_not_empty()
    {
        var blind = Penalty with { Events = null };
        Assert.Null(Test("any e in events", blind));
        Assert.Null(Test("no e in events where e.isFinal", blind));
        Assert.Null(Test("(count e in events) = 0", blind));
        Assert.Equal("events", Condition("no e in events").Trace(blind, WorkingDays.Announced).Missing.Single());
    }

    [Fact]
    public void Counts_and_sums_need_to_know_every_element()
    {
        Assert.Null(Test("(count e in events where e.isFinal) >= 0", With(true, null)));
        Assert.Null(Test("(sum r in recognised : r.fine) > 0 yuan",
            Penalty with { Recognised = [new(Day("2026-01-01"), null, 1), new(Day("2026-01-01"), new Fen(1), 1)] }));
        Assert.Null(Test("(max r in recognised : r.fine) > 0 yuan",
            Penalty with { Recognised = [new(Day("2026-01-01"), new Fen(1), 1), new(Day("2026-01-01"), null, 1)] }));
    }

    [Fact]
    public void The_first_of_several_is_unknown_when_an_earlier_one_may_be_it()
    {
        const string First = "(first e in events where e.isFinal : e.on) is known";
        const string Last = "(last e in events where e.isFinal : e.on) is known";
        Assert.False(Test(First, With(null, true)));
        Assert.True(Test(Last, With(null, true)));
        Assert.True(Test(First, With(false, true)));
        Assert.False(Test(First, With(false, false)));
    }

    [Theory]
    [InlineData("matter.drinkingWaterSource and record.version = 1", "matter.drinkingWaterSource")]
    [InlineData("matter.drinkingWaterSource and record.isDeclaredMajor", "")]
    [InlineData("record.fine > 1 yuan and matter.drinkingWaterSource or act.on = asOf", "matter.drinkingWaterSource")]
    [InlineData("any e in events where e.isFinal", "events[0].isFinal events[1].isFinal events[2].isFinal")]
    [InlineData("any e in events where e.remedy = SUIT", "events[0].remedy")]
    [InlineData("(first e in events where e.kind = WITHDRAWN : e.on) < asOf",
        "first e in events where e.kind = 'WITHDRAWN' : e.on")]
    public void What_is_missing_is_named(string text, string missing) => Assert.Equal(
        missing, string.Join(' ', Condition(text).Trace(Unclear, WorkingDays.Announced).Missing));

    private static IEnumerable<bool?> Table(Func<string, string, string> text) =>
        from left in Values
        from right in Values
        select Test(text(left, right), Unclear);

    private static Matter With(params bool?[] isFinal) => Penalty with
    {
        Events =
        [
            .. isFinal.Select((value, index) =>
                new Happening("SERVED", Day("2026-03-20").AddDays(index)) { IsFinal = value }),
        ],
    };
}
