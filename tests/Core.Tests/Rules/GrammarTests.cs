using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>What binds how tightly, and what two texts must differ in to be different rules.</summary>
public sealed class GrammarTests
{
    [Theory]
    [InlineData("a or b and c", "a or b and c")]
    [InlineData("a or (b and c)", "a or b and c")]
    [InlineData("(a or b) and c", "(a or b) and c")]
    [InlineData("(a and b) and (c and d)", "a and b and c and d")]
    [InlineData("not a and b", "not a and b")]
    [InlineData("not (a and b)", "not (a and b)")]
    [InlineData("not (a = b)", "not a = b")]
    [InlineData("not not a", "not not a")]
    [InlineData("((((a))))", "a")]
    [InlineData("a=b", "a = b")]
    [InlineData("a  !=\n\tb # because", "a != b")]
    [InlineData("a - b - c", "a - b - c")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("a + b * c", "a + b * c")]
    [InlineData("(a + b) * c", "(a + b) * c")]
    [InlineData("a * (b / 2)", "a * (b / 2)")]
    [InlineData("a else b + c", "a else b + c")]
    [InlineData("a else (b + c)", "a else (b + c)")]
    [InlineData("(a else b) else c", "a else b else c")]
    [InlineData("a else (b else c)", "a else (b else c)")]
    [InlineData("- a", "-a")]
    [InlineData("-(a + b)", "-(a + b)")]
    [InlineData("a--b", "a - -b")]
    [InlineData("a is known", "a is known")]
    [InlineData("(a and b) is unknown", "(a and b) is unknown")]
    [InlineData("a in{X,'y z'}", "a in {'X', 'y z'}")]
    [InlineData("a = 'it''s'", "a = 'it''s'")]
    [InlineData("a = P08", "a = 'P08'")]
    [InlineData("a < 1.50", "a < 1.5")]
    [InlineData("a < 007", "a < 7")]
    [InlineData("a < 200000.00 yuan", "a < 200000 yuan")]
    [InlineData("a < 0.5 yuan", "a < 0.50 yuan")]
    [InlineData("a + 1 day", "a + 1 days")]
    [InlineData("a + 5 workdays - 3 months - 2 years", "a + 5 workdays - 3 months - 2 years")]
    [InlineData("2026-08-15 - 2026-8-15", "2026-08-15 - 2026 - 8 - 15")]
    [InlineData("if a then b else c", "if a then b else c")]
    [InlineData("if a then (b else c) else d", "if a then (b else c) else d")]
    [InlineData("if a then if b then c else d else e", "if a then (if b then c else d) else e")]
    [InlineData("(if a then 1 else 2) + 3", "(if a then 1 else 2) + 3")]
    [InlineData("f(a, b + c)", "f(a, b + c)")]
    [InlineData("any e in es", "any e in es")]
    [InlineData("any e in es where e.a", "any e in es where e.a")]
    [InlineData("any e in es where e.a and e.b", "any e in es where (e.a and e.b)")]
    [InlineData("any e in es where (e.a or e.b)", "any e in es where (e.a or e.b)")]
    [InlineData("any e in es where e.a or b", "(any e in es where e.a) or b")]
    [InlineData("b and no e in es where e.a", "b and (no e in es where e.a)")]
    [InlineData("first e in es where e.a : e.on + 30 days", "(first e in es where e.a : e.on) + 30 days")]
    [InlineData("last e in es : e.on else d", "(last e in es : e.on) else d")]
    [InlineData("sum e in es : (e.x * 2)", "sum e in es : (e.x * 2)")]
    public void One_meaning_has_one_form(string text, string canonical)
    {
        Assert.Equal(canonical, Formula.Print(text, out var faults));
        Assert.Empty(faults.First);
        Assert.Equal(canonical, Formula.Print(canonical, out _));
    }

    [Fact]
    public void Two_years_are_not_twenty_four_months() =>
        Assert.NotEqual(Formula.Print("a + 2 years", out _), Formula.Print("a + 24 months", out _));

    [Theory]
    [InlineData("record.decidedOn + 7 workdays = 2026-03-27", true)]
    [InlineData("2026-01-31 + 1 month = 2026-02-28", true)]
    [InlineData("2024-02-29 + 1 year = 2025-02-28", true)]
    [InlineData("2026-03-31 - 1 month = 2026-02-28", true)]
    [InlineData("2026-03-16 - 1 workday = 2026-03-13", true)]
    [InlineData("2026-03-14 + 0 workdays = 2026-03-14", true)]
    [InlineData("record.decidedOn - record.filedOn = 72", true)]
    [InlineData("record.fine * 0.5 = 100000 yuan", true)]
    [InlineData("0.01 yuan * 0.5 = 0.01 yuan", true)]
    [InlineData("0.01 yuan / 3 = 0 yuan", true)]
    [InlineData("3 * record.fine - 1 yuan = 599999 yuan", true)]
    [InlineData("7 / -2 = -3.5", true)]
    [InlineData("yearsBetween(2012-02-29, 2026-02-28) = 14", true)]
    [InlineData("yearsBetween(2012-03-01, 2026-02-28) = 13", true)]
    [InlineData("yearsBetween(2026-02-28, 2012-03-01) = -13", true)]
    [InlineData("startsWith(record.division, '3101')", true)]
    [InlineData("if record.fine > 100 yuan then record.version = 2 else true", false)]
    [InlineData("(first e in events : e.on) = 2026-03-20", true)]
    [InlineData("(last e in events where e.kind = SERVED : e.by) = 'a'", true)]
    [InlineData("(min e in events : e.on) + 61 days = max e in events : e.on", true)]
    [InlineData("(sum r in recognised : r.fine) = 40000 yuan", true)]
    [InlineData("(sum r in recognised where r.weight > 5 : r.weight) = 0", true)]
    [InlineData("(count p in penalties where p.kind in {P03, P08}) = 2", true)]
    [InlineData("all e in events where e.on >= record.decidedOn", true)]
    [InlineData("no e in events where e.on < record.decidedOn", true)]
    public void It_calculates_as_the_law_counts(string text, bool value) => Assert.Equal(value, Test(text));

    [Theory]
    [InlineData("9999-12-31 + 1 day")]
    [InlineData("9999-12-31 + 1 month")]
    [InlineData("9999-12-31 + 1 workday")]
    [InlineData("0001-01-01 - 1 day")]
    [InlineData("0001-01-01 - 1 year")]
    [InlineData("0001-01-01 - 1 workday")]
    [InlineData("record.decidedOn + 36525 years")]
    public void A_date_out_of_range_is_not_known(string date)
    {
        Assert.True(Test($"({date}) is unknown"));
        Assert.Null(Test($"({date}) > record.decidedOn"));
        Assert.Equal(Formula.Print(date, out _), Condition($"({date}) > record.decidedOn")
            .Trace(Penalty, WorkingDays.Announced).Missing.Single());
    }

    [Theory]
    [InlineData("90000000000000000 yuan + 90000000000000000 yuan")]
    [InlineData("-90000000000000000 yuan - 90000000000000000 yuan")]
    [InlineData("90000000000000000 yuan * 999999999999999999")]
    [InlineData("90000000000000000 yuan / 0.0000000000000001")]
    [InlineData("999999999999999999 * 999999999999999999")]
    [InlineData("999999999999999999 / 0.0000000000000001")]
    public void A_number_out_of_range_is_not_known(string text) => Assert.True(Test($"({text}) is unknown"));
}
