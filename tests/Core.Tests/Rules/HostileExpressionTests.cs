using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>Rules come from other districts: no text may stop the hub, fill its memory or exhaust its stack.</summary>
public sealed class HostileExpressionTests
{
    public static TheoryData<string, string> Hostile { get; } = new()
    {
        { new string('a', 10_000_000), "TooLong" },
        { new string('(', 10_000), "TooDeep" },
        { new string('(', 10_000) + "true" + new string(')', 9_000), "TooDeep" },
        { string.Concat(Enumerable.Repeat("not ", 4_999)) + "true", "TooDeep" },
        { new string('-', 19_999) + "1", "TooDeep" },
        { string.Concat(Enumerable.Repeat("if true then ", 1_500)), "TooDeep" },
        { string.Concat(Enumerable.Repeat("if ", 6_000)), "TooDeep" },
        { "1" + string.Concat(Enumerable.Repeat("+1", 9_000)) + " = 1", "TooDeep" },
        { "1" + string.Concat(Enumerable.Repeat(" else 1", 2_500)) + " = 1", "TooDeep" },
        { string.Concat(Enumerable.Repeat("f(", 9_000)), "TooDeep" },
        { string.Concat(Enumerable.Repeat("any e in es where ", 1_100)) + "e", "TooDeep" },
        { string.Concat(Enumerable.Repeat("first e in es : ", 1_100)) + "e", "TooDeep" },
        { "true" + string.Concat(Enumerable.Repeat(" or true", 2_100)), "TooLarge" },
        { "record.version in {1" + string.Concat(Enumerable.Repeat(",1", 9_000)) + "}", "TooLarge" },
        { new string('@', 19_000), "StrayCharacter" },
        { new string('\'', 19_999), "UnreadableLiteral" },
        { "true\0", "StrayCharacter" },
        { "'\u0001' = '\u0001'", "UnreadableLiteral" },
        { "record.division = '" + new string('x', 501) + "'", "UnreadableLiteral" },
        { string.Concat(Enumerable.Repeat(")", 19_999)), "UnexpectedWord" },
        { string.Concat(Enumerable.Repeat("and ", 5_000)), "UnexpectedWord" },
        { string.Concat(Enumerable.Repeat("a.b ", 5_000)), "UnexpectedWord" },
        { "\uD800 \uDFFF", "StrayCharacter" },
        { "ｔｒｕｅ", "StrayCharacter" },
        { "record.division = '\u202E'", "" },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)] // they are long
    public void It_is_refused_in_no_time_on_a_small_stack(string text, string code)
    {
        RuleFaults? faults = null;
        var before = Environment.CpuUsage.TotalTime; // that of the process: a busy machine may give it little in long
        var thread = new Thread(() => _ = Formula.Condition(text, Matter.Schema, out faults), 256 * 1024);
        thread.Start();
        thread.Join();
        var taken = Environment.CpuUsage.TotalTime - before;
        Assert.Equal(code, faults!.First.Length == 0 ? "" : faults.First.Any(fault => fault.Code.ToString() == code) ? code
            : faults.ToString());
        Assert.True(faults.ToString().Length < 50_000);
        Assert.True(taken < TimeSpan.FromSeconds(5), taken.ToString());
    }

    /// <summary>Fifty levels of fifty operators: what the limits allow must also run, be printed and be traced.</summary>
    [Fact]
    public void The_largest_expression_runs_on_a_small_stack()
    {
        var text = "1";
        for (var level = 0; level < 24; level++)
        {
            text = $"({text}" + string.Concat(Enumerable.Repeat("+1", 20)) + ")";
        }

        Exception? thrown = null;
        bool? value = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    var trace = Condition($"{text} = 481").Trace(Penalty, WorkingDays.Announced);
                    value = trace.Value;
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    thrown = exception;
                }
            },
            1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
        Assert.True(value);
    }

    /// <summary>Ten times the elements are at most ten times the questions: no quantifier hides another.</summary>
    [Fact]
    public void Each_element_is_asked_once()
    {
        var asked = 0;
        var schema = new RuleSchema<int>()
            .List("numbers", new Wording("数", "numbers"), count => Enumerable.Range(0, count).ToArray(), new RuleSchema<int>()
                .Number("value", new Wording("值", "its value"), number =>
                {
                    asked++;
                    return number;
                }));
        var formula = Formula.Condition("(sum n in numbers where n.value >= 0 : n.value) >= 0", schema, out _)!;
        Assert.True(formula.Test(10_000, WorkingDays.Announced));
        Assert.Equal(20_000, asked);
    }

    [Theory]
    [InlineData("and")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("Record")]
    public void A_schema_has_only_names_that_can_be_written(string name) => Assert.Throws<ArgumentException>(() =>
        new RuleSchema<int>().Number(name, new Wording("值", "a value"), number => number));

    [Fact]
    public void A_schema_has_each_name_once() => Assert.Throws<ArgumentException>(() => new RuleSchema<int>()
        .Number("a", new Wording("值", "a value"), number => number)
        .Truth("a", new Wording("值", "a value"), number => number > 0));
}
