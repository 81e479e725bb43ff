using System.Globalization;
using ExchangeHub.Rules;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>A legal officer who mistypes learns where, what was found, and what would be right; all mistakes at once.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("record.fine > 5", "WrongKind 1:15+1 Expected an amount of money; found '5' (it is a number).")]
    [InlineData("5 < record.fine", "WrongKind 1:5+11 Expected a number; found 'record.fine' (it is an amount of money).")]
    [InlineData("record.decidedOn + 30 > asOf",
        "WrongKind 1:20+2 Expected a duration, such as 30 days; found '30' (it is a number).")]
    [InlineData("record.decidedOn - asOf > 30 days",
        "WrongKind 1:27+7 Expected a number; found '30 days' (it is a duration).")]
    [InlineData("record.decidedOn + asOf = asOf",
        "WrongKind 1:20+4 Expected a duration, such as 30 days; found 'asOf' (it is a date).")]
    [InlineData("record.isDeclaredMajor + 1 = 2",
        "WrongKind 1:1+22 Expected a number, an amount of money or a date; found 'record.isDeclaredMajor' "
        + "(it is a truth value).")]
    [InlineData("record.fine * record.fine > 1 yuan",
        "WrongKind 1:15+11 Expected a number; found 'record.fine' (it is an amount of money).")]
    [InlineData("record.fine", "WrongKind 1:1+11 Expected a truth value; found 'record.fine' (it is an amount of money).")]
    [InlineData("not record.version", "WrongKind 1:5+14 Expected a truth value; found 'record.version' (it is a number).")]
    [InlineData("record.isDeclaredMajor < true", "WrongKind 1:1+22 Expected a number, an amount of money or a date; "
        + "other kinds are only compared by = and !=; found 'record.isDeclaredMajor' (it is a truth value).")]
    [InlineData("policy.lookBack = 3 years", "WrongKind 1:1+15 Expected a value that can be compared; a duration is only added "
        + "to a date, so compare dates; found 'policy.lookBack' (it is a duration).")]
    [InlineData("record.fine else 0 > 1 yuan",
        "WrongKind 1:18+1 Expected an amount of money; found '0' (it is a number).")]
    [InlineData("if record.version then true else false",
        "WrongKind 1:4+14 Expected a truth value; found 'record.version' (it is a number).")]
    [InlineData("record.kind = policy.pendingRemedy", "WrongKind 1:15+20 Expected a code of the kinds of records; "
        + "found 'policy.pendingRemedy' (it is a code of the choices for pending remedies).")]
    [InlineData("record.division = QINGPU", "WrongKind 1:19+6 Expected a text; found 'QINGPU'.")]
    [InlineData("events is known", "WrongKind 1:1+6 Expected a value; a list needs a quantifier, such as any e in events; "
        + "found 'events'.")]
    [InlineData("(sum e in events : e.on) = asOf",
        "WrongKind 1:20+4 Expected a number or an amount of money; found 'e.on' (it is a date).")]
    [InlineData("startsWith(record.kind, 'P')",
        "WrongKind 1:12+11 Expected a text; found 'record.kind' (it is a code of the kinds of records).")]
    public void A_value_of_another_kind_is_refused(string text, string fault) => Shows(text, fault);

    [Theory]
    [InlineData("record.decidedOm > asOf", "UnknownName 1:1+16 Expected a name below record: record.decidedOn, record.division, "
        + "record.filedOn, record.fine, record.isDeclaredMajor, record.kind, record.publishedOn, record.servedOn and 1 more; "
        + "found 'record.decidedOm' (the nearest is record.decidedOn).")]
    [InlineData("act.place = 'x'", "UnknownName 1:1+9 Expected a name below act: act.on; found 'act.place'.")]
    [InlineData("zzz = 1",
        "UnknownName 1:1+3 Expected a name: act, agreement, asOf, matter, officers, policy, record, subject; found 'zzz'.")]
    [InlineData("any e in events where e.kid = SERVED", "UnknownName 1:23+5 Expected a name below e: e.by, e.isFinal, e.kind, "
        + "e.leavesNonePending, e.on, e.outcome, e.position, e.remedy and 1 more; found 'e.kid' (the nearest is e.kind).")]
    [InlineData("any e in event where e.isFinal",
        "UnknownName 1:10+5 Expected a list: conflicts, events, penalties, recognised; found 'event' (the nearest is events).")]
    [InlineData("startWith(record.division, '3')",
        "UnknownName 1:1+9 Expected one of startsWith, yearsBetween; found 'startWith' (the nearest is startsWith).")]
    [InlineData("record.kind = PENALTIES",
        "UnknownCode 1:15+9 Expected a code of the kinds of records; found 'PENALTIES' (the nearest is PENALTY).")]
    [InlineData("record.kind in {PERMIT, 'penalty'}",
        "UnknownCode 1:25+9 Expected a code of the kinds of records; found ''penalty'' (the nearest is PENALTY).")]
    [InlineData("any record in events", "NameTaken 1:5+6 Expected a name without points that nothing else has, such as e; "
        + "found 'record'.")]
    public void A_name_that_there_is_not_is_answered_with_those_that_there_are(string text, string fault) => Shows(text, fault);

    [Theory]
    [InlineData("any e in events where any f in events where f.on = e.on",
        "NestedQuantifier 1:23+33 Expected a condition that goes through no other list; "
        + "found 'any f in events where f.on = e.on'.")]
    [InlineData("any e in events where e.isFinal and record.version = 1",
        "UnclearReach 1:37+18 Expected parentheses that say whether this belongs to 'where': it does not mention e; "
        + "found 'record.version = 1'.")]
    [InlineData("record.version / 0 = 1",
        "UnsafeDivision 1:18+1 Expected a number that is written out and is not zero, such as 365; found '0'.")]
    [InlineData("record.version / officers.count = 1",
        "UnsafeDivision 1:18+14 Expected a number that is written out and is not zero, such as 365; found 'officers.count'.")]
    [InlineData("record.version in {officers.count}",
        "UnexpectedWord 1:20+14 Expected a value that is written out, such as 'P08' or 5 yuan; found 'officers.count'.")]
    [InlineData("1 < record.version < 3", "UnexpectedWord 1:20+1 Expected 'and', 'or' or the end; a comparison or quantifier "
        + "that is compared again stands in parentheses; found '<'.")]
    [InlineData("(record.version = 1", "UnexpectedWord 1:20+0 Expected ')'; found the end of the expression.")]
    [InlineData("", "UnexpectedWord 1:1+0 Expected a value, such as record.decidedOn, 200000 yuan, 'text' or a parenthesis; "
        + "found the end of the expression.")]
    [InlineData("record.version = 1 record.version = 2",
        "UnexpectedWord 1:20+14 Expected an operator such as and, or the end of the expression; found 'record.version'.")]
    [InlineData("all e in events", "UnexpectedWord 1:16+0 Expected 'where'; found the end of the expression.")]
    [InlineData("record.version is missing", "UnexpectedWord 1:19+7 Expected 'known' or 'unknown'; found 'missing'.")]
    [InlineData("asOf = 2026-02-30",
        "UnreadableLiteral 1:8+10 Expected a date such as 2026-03-18; found '2026-02-30' (there is no such day).")]
    [InlineData("record.fine = 1.005 yuan", "UnreadableLiteral 1:15+10 Expected an amount of at most 18 digits and two "
        + "decimals, such as 200000 yuan; found '1.005 yuan'.")]
    [InlineData("asOf + 1.5 years = asOf", "UnreadableLiteral 1:8+9 Expected a duration: a whole number from 0 to 36525 and a "
        + "unit, such as 30 days; found '1.5 years'.")]
    [InlineData("record.version = 1234567890123456789",
        "UnreadableLiteral 1:18+19 Expected a number of at most 18 digits; found '1234567890123456789'.")]
    [InlineData("record.division = 'x", "UnreadableLiteral 1:19+2 Expected a text of at most 500 characters without control "
        + "characters that ends with ' on the same line, such as '太浦河'; found ''x'.")]
    [InlineData("true；", "StrayCharacter 1:5+1 Expected ASCII names, numbers and operators, or a text between '…'; "
        + "found '；' (it has full-width characters; write the ASCII ones).")]
    public void What_cannot_be_read_is_quoted(string text, string fault) => Shows(text, fault);

    [Fact]
    public void The_place_counts_lines_and_columns() =>
        Assert.Equal((3, 10), Faults("record.version = 1\n  and # and so on\n  true = 5").First
            .Select(fault => (fault.Line, fault.Column)).Single());

    [Fact]
    public void Several_mistakes_are_reported_at_once() => Assert.Equal(
        ["UnknownName 1:1", "UnexpectedWord 1:26", "WrongKind 1:41", "UnknownCode 1:62"],
        Faults("record.fin > 1 yuan and (<) and asOf = (5) or record.kind = (PENLTY)").First
            .Select(fault => $"{fault.Code} {fault.Line}:{fault.Column}"));

    [Fact]
    public void Only_fifty_are_listed_and_the_rest_is_counted()
    {
        var faults = Faults(string.Join(" and ", Enumerable.Repeat("x", 57)));
        Assert.Equal((50, 7), (faults.First.Length, faults.More));
        Assert.EndsWith("\nand 7 more", faults.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_said_in_both_languages()
    {
        var message = Faults("record.kind = PENALTIES").First.Single().Message;
        Assert.Equal("第 1 行第 15 列：应为“记录种类”的代码；实为“PENALTIES”（相近的有 PENALTY）。", message.Chinese);
        Assert.Equal(
            "Line 1, column 15: Expected a code of the kinds of records; found 'PENALTIES' (the nearest is PENALTY).",
            message.English);
    }

    private static void Shows(string text, string fault) => Assert.Equal([fault], Faults(text).First.Select(Short));

    private static string Short(RuleFault fault) => string.Create(
        CultureInfo.InvariantCulture, $"{fault.Code} {fault.Line}:{fault.Column}+{fault.Length} {fault.Violation}");
}
