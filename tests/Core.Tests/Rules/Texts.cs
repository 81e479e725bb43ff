using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Rules;

/// <summary>Random expressions without a mistake, and random records to ask them about.</summary>
internal static class Texts
{
    /// <summary>Gets conditions over <see cref="Matter.Schema"/>.</summary>
    public static Gen<string> Condition { get; } = Gen.Sized(size => Truth(Math.Min(size, 40), "", true));

    /// <summary>Gets records of which much is not known.</summary>
    public static Gen<Matter> Matters { get; } =
        from kind in Code("PENALTY", "EVIDENCE", "PERMIT", "BLACKLIST")
        from days in Day.ListOf(8)
        from fine in Maybe(Gen.Choose(0, 200_000_000).Select(fen => new Fen(fen)))
        from numbers in Maybe(Gen.Choose(-3, 5).Select(number => (decimal)number)).ListOf(3)
        from truths in Truths.ListOf(5)
        from policy in Code("KEEP_WITH_FLAG", "SUSPEND")
        from events in Gen.Frequency(
            (1, Gen.Constant<Happening[]?>(null)), (6, Event.ArrayOf().Resize(6).Select(all => (Happening[]?)all)))
        from penalties in Gen.Elements("P01", "P03", "P08", "P11").ArrayOf().Resize(4)
        from earlier in Past.ArrayOf().Resize(4)
        select new Matter
        {
            Kind = kind,
            DecidedOn = days[0],
            FiledOn = days[1],
            ServedOn = days[2],
            PublishedOn = days[3],
            ActOn = days[4],
            BornOn = days[5],
            AsOf = days[6],
            RecognisesFrom = days[7],
            Fine = fine,
            Version = numbers[0],
            DivisionsHarmed = numbers[1],
            Officers = numbers[2],
            Division = kind is null ? null : "310118",
            IsDeclaredMajor = truths[0],
            DrinkingWaterSource = truths[1],
            CriminalReferral = truths[2],
            BindsOrigin = truths[3],
            ConfirmedIllegalEnds = truths[4],
            PendingRemedy = policy,
            LookBack = policy is null ? null : new Period(36, PeriodUnit.Months),
            Events = events,
            Penalised = penalties,
            Recognised = earlier,
        };

    private static Gen<bool?> Truths => Gen.Elements<bool?>(true, false, null);

    private static Gen<DateOnly?> Day => Maybe(Gen.Choose(0, 4_000).Select(new DateOnly(2018, 1, 1).AddDays));

    private static Gen<Happening> Event =>
        from kind in Code("SERVED", "REMEDY_ACCEPTED", "REMEDY_DECIDED", "STAY_ORDERED", "WITHDRAWN")
        from day in Day
        from remedy in Code("RECONSIDERATION", "SUIT")
        from outcome in Code("STANDS", "REVOKED")
        from isFinal in Truths
        from position in Maybe(Gen.Choose(0, 5).Select(number => (decimal)number))
        select new Happening(kind, day)
        {
            Remedy = remedy, Outcome = outcome, IsFinal = isFinal, Position = position, By = remedy,
        };

    private static Gen<Earlier> Past =>
        from day in Day
        from fine in Maybe(Gen.Choose(0, 1_000_000).Select(fen => new Fen(fen)))
        from weight in Maybe(Gen.Choose(0, 3).Select(number => (decimal)number))
        select new Earlier(day, fine, weight);

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.Frequency((4, gen.Select(value => (T?)value)), (1, Gen.Constant<T?>(null)));

    private static Gen<string?> Code(params string[] codes) => Gen.Elements([.. codes, null]);

    // "element" is the kind of list whose body this stands in, or nothing; a body goes through no other list.
    private static Gen<string> Truth(int size, string element, bool canIterate)
    {
        var leaf = Gen.Elements([
            "true", "false", "record.isDeclaredMajor", "matter.drinkingWaterSource", "policy.confirmedIllegalEnds",
            "record.kind = PENALTY", "record.kind in {PERMIT, 'BLACKLIST'}", "policy.pendingRemedy != SUSPEND",
            "startsWith(record.division, '31')", "record.servedOn is unknown",
            .. element == "events"
                ? ["e.isFinal", "e.kind = SERVED", "e.outcome in {REVOKED}", "e.by = 'SUIT'"] : Array.Empty<string>(),
        ]);
        if (size <= 1)
        {
            return leaf;
        }

        var half = size / 2;
        var truth = Truth(half, element, canIterate);
        List<(int, Gen<string>)> all =
        [
            (2, leaf),
            (2, Two(truth, " and ", truth)),
            (2, Two(truth, " or ", truth)),
            (1, truth.Select(inner => $"not ({inner})")),
            (1, Two(truth, " else ", truth)),
            (1, truth.Select(inner => $"({inner}) is known")),
            (1, Three(truth, truth, truth)),
            (2, Compared(Number(half, element, canIterate))),
            (2, Compared(Money(half, element, canIterate))),
            (2, Compared(Date(half, element, canIterate))),
        ];
        if (canIterate)
        {
            all.Add((4, from word in Gen.Elements("any", "all", "no")
                        from body in Truth(half, "events", false)
                        select $"({word} e in events where ({body})) # {word}\n"));
        }

        return Gen.Frequency([.. all]);
    }

    private static Gen<string> Number(int size, string element, bool canIterate)
    {
        var leaf = Gen.Elements([
            "1", "2.50", "-3", "officers.count", "record.version",
            .. element == "events" ? ["e.position"] : element == "recognised" ? ["e.weight"] : Array.Empty<string>(),
        ]);
        if (size <= 1)
        {
            return leaf;
        }

        var half = size / 2;
        var number = Number(half, element, canIterate);
        List<(int, Gen<string>)> all =
        [
            (2, leaf),
            (2, Joined(number, Gen.Elements("+", "-", "*"), number)),
            (1, number.Select(inner => $"({inner}) / 0.3")),
            (1, number.Select(inner => $"-({inner})")),
            (1, Two(number, " else ", number)),
            (1, Two(Date(half, element, canIterate), " - ", Date(half, element, canIterate))),
            (1, Three(Truth(half, element, canIterate), number, number)),
        ];
        if (canIterate)
        {
            all.Add((1, Truth(half, "events", false).Select(body => $"(count e in events where ({body}))")));
            all.Add((1, from word in Gen.Elements("first", "last", "min", "max", "sum")
                        from body in Truth(half, "recognised", false)
                        from value in Number(half, "recognised", false)
                        select $"({word} e in recognised where ({body}) : ({value}))"));
        }

        return Gen.Frequency([.. all]);
    }

    private static Gen<string> Money(int size, string element, bool canIterate)
    {
        var leaf = Gen.Elements([
            "record.fine", "1000 yuan", "0.05 yuan", .. element == "recognised" ? ["e.fine"] : Array.Empty<string>(),
        ]);
        if (size <= 1)
        {
            return leaf;
        }

        var half = size / 2;
        var money = Money(half, element, canIterate);
        List<(int, Gen<string>)> all =
        [
            (2, leaf),
            (2, Joined(money, Gen.Elements("+", "-"), money)),
            (1, Two(money, " * ", Number(half, element, canIterate))),
            (1, Two(Number(half, element, canIterate), " * ", money)),
            (1, Two(money, " else ", money)),
        ];
        if (canIterate)
        {
            all.Add((1, from word in Gen.Elements("sum", "max", "first")
                        from value in Money(half, "recognised", false)
                        select $"({word} e in recognised : ({value}))"));
        }

        return Gen.Frequency([.. all]);
    }

    private static Gen<string> Date(int size, string element, bool canIterate)
    {
        var leaf = Gen.Elements([
            "record.decidedOn", "asOf", "2026-08-15", "record.servedOn",
            .. element == "events" ? ["e.on"] : Array.Empty<string>(),
        ]);
        if (size <= 1)
        {
            return leaf;
        }

        var half = size / 2;
        var date = Date(half, element, canIterate);
        List<(int, Gen<string>)> all =
        [
            (2, leaf),
            (2, Joined(date, Gen.Elements("+", "-"),
                Gen.Elements("30 days", "5 workdays", "3 months", "9000 years", "policy.lookBack"))),
            (1, Two(date, " else ", date)),
            (1, Three(Truth(half, element, canIterate), date, date)),
        ];
        if (canIterate)
        {
            all.Add((2, from word in Gen.Elements("first", "last", "min", "max")
                        from body in Truth(half, "events", false)
                        select $"({word} e in events where ({body}) : e.on)"));
        }

        return Gen.Frequency([.. all]);
    }

    private static Gen<string> Compared(Gen<string> operand) =>
        Joined(operand, Gen.Elements("=", "!=", "<", "<=", ">", ">="), operand);

    private static Gen<string> Two(Gen<string> left, string mark, Gen<string> right) =>
        from one in left
        from other in right
        select $"({one}){mark}({other})";

    private static Gen<string> Joined(Gen<string> left, Gen<string> mark, Gen<string> right) =>
        from one in left
        from between in mark
        from other in right
        select $"({one}) {between} ({other})".Replace("(30 days)", "30 days", StringComparison.Ordinal);

    private static Gen<string> Three(Gen<string> when, Gen<string> then, Gen<string> otherwise) =>
        from condition in when
        from one in then
        from other in otherwise
        select $"(if {condition} then ({one}) else {other})";
}
