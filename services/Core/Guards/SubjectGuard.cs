using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

// Conclusions from several records together are never stored as facts. They are worked out from what receivers make of each
// record, whenever that changes, and compared with those of before; what differs is a notice. So a ground can neither outlive
// what carries it nor be missed, whatever happens in between.

/// <summary>Watches what the recognised records of one subject give together. Pure.</summary>
public static class SubjectGuard
{
    /// <summary>Works out everything that holds for anybody.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="records">Every record of the subject.</param>
    /// <returns>Consequences, by receiver, then by code.</returns>
    public static ImmutableArray<Consequence> Of(Network network, IReadOnlyCollection<GuardedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(records);
        var keys = records.SelectMany(record => record.Verdicts).Select(verdict => verdict.For.Key)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return
        [
            .. keys.SelectMany(key => Grounds(network, key, records)),
            .. Removals(network, records),
        ];
    }

    /// <summary>Says what is different.</summary>
    /// <param name="before">What held.</param>
    /// <param name="after">What holds.</param>
    /// <param name="on">The civil day of whatever made the difference.</param>
    /// <returns>Notices; what fell away first.</returns>
    public static IEnumerable<Notice> Compare(
        IReadOnlyCollection<Consequence> before, IReadOnlyCollection<Consequence> after, DateOnly on)
    {
        var was = before.ToDictionary(one => one.Key);
        var @is = after.ToDictionary(one => one.Key);
        foreach (var gone in before.Where(one => !@is.ContainsKey(one.Key))
            .OrderBy(one => $"{one.Receivers} {one.Code} {one.Cause}", StringComparer.Ordinal))
        {
            yield return new Notice(gone.IsRemoval ? NoticeKind.RemovalToReview : NoticeKind.GroundWithdrawn, gone, on);
        }

        foreach (var one in after)
        {
            if (was.GetValueOrDefault(one.Key) is not { } known)
            {
                yield return new Notice(one.IsRemoval ? NoticeKind.RemovalDue : NoticeKind.GroundArose, one, one.SinceOn);
            }
            else if (!one.Equals(known))
            {
                // A removal of which another day is learnt stays the task that it is.
                yield return new Notice(
                    !one.IsRemoval ? NoticeKind.GroundChanged : one.IsDone ? NoticeKind.RemovalDone : NoticeKind.RemovalDue,
                    one, on);
            }
        }
    }

    /// <summary>Applies a notice to what held before.</summary>
    /// <param name="held">What held.</param>
    /// <param name="notice">The notice.</param>
    /// <returns>What holds after it.</returns>
    public static ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence> Evolve(
        ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence> held, Notice notice)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Kind is NoticeKind.GroundWithdrawn or NoticeKind.RemovalToReview
            ? held.Remove(notice.What.Key)
            : held.SetItem(notice.What.Key, notice.What);
    }

    /// <summary>Says how far each ground of dishonesty is reached for a receiver.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="records">Every record of the subject.</param>
    /// <param name="on">The civil day whose rules are asked.</param>
    /// <returns>One entry for each case of each ground, in the order of the rule set; none without rules.</returns>
    public static ImmutableArray<GroundProgress> Progress(
        Network network, Jurisdiction receiver, IEnumerable<GuardedRecord> records, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Agreement.InForceOn(on) is not { } rules)
        {
            return [];
        }

        var acts = Acts(Counted(network, receiver, records), rules.SameActMetres);
        return [.. rules.Terms.Guards.Grounds.Select(ground => Reach(ground, acts))];
    }

    private static IEnumerable<Consequence> Grounds(Network network, string key, IEnumerable<GuardedRecord> records)
    {
        var counted = Jurisdiction.TryParse(key, out var single)
            ? Counted(network, single, records)
            : [.. records.SelectMany(record => record.Verdicts
                .Where(verdict => verdict.For.Key == key && verdict.IsCounted)
                .Select(verdict => new Counting(record, verdict)))];

        // The rules under which the newest of them was decided: what was agreed on later must not reach back.
        if (counted.Count == 0 || counted.MaxBy(one => one.Record.DecidedOn)?.Verdict.RuleSet is not { } newest
            || network.Agreement.RuleSets.FirstOrDefault(rules => rules.Name == newest) is not { } rules)
        {
            return [];
        }

        var acts = Acts(counted, rules.SameActMetres);
        return
            from reach in rules.Terms.Guards.Grounds.Select(ground => Reach(ground, acts))
            where reach.SinceOn is not null
            group reach by reach.Code into cases
            orderby cases.Key
            select new Consequence(
                key,
                cases.Key,
                "",
                cases.Min(reach => reach.SinceOn!.Value),
                [.. Ordered(counted.Select(one => one.Record).Where(record =>
                    cases.Any(reach => reach.Basis.Contains(record.Record)))).Select(record => record.Record)],
                false);
    }

    private static GroundProgress Reach(DishonestyGround ground, IEnumerable<List<Counting>> acts)
    {
        var best = new GroundProgress(ground.Code, ground.Case, ground.Title, 0, ground.Count, null, [])
        {
            Source = (ground.Basis, ground.Trust), IsDerived = ground.When is not null,
        };
        var matching = acts
            .Select(act => act.FindAll(one => one.Verdict.Grounds.Contains(ground.Key, StringComparer.Ordinal)))
            .Where(act => act.Count > 0);
        foreach (var sort in matching.GroupBy(act => ground.IsOfOneSort ? act[0].Record.Sort : "", StringComparer.Ordinal)
            .OrderBy(sort => sort.Key, StringComparer.Ordinal))
        {
            var (ordered, first) = (sort.ToArray(), 0);
            for (var last = 0; last < ordered.Length; last++)
            {
                var from = ground.Within?.From(ordered[last][0].Record.DecidedOn, isBack: true, WorkingDays.Announced);
                while (from is not null && ordered[first][0].Record.DecidedOn < from)
                {
                    first++;
                }

                if (last - first + 1 >= best.Count)
                {
                    var records = ordered[first..(last + 1)].SelectMany(act => act).ToArray();
                    best = best with
                    {
                        Count = last - first + 1,
                        SinceOn = last - first + 1 >= ground.Count ? records.Max(one => one.Verdict.SinceOn) : null,
                        Basis = [.. records.Select(one => one.Record.Record)],
                    };
                }
            }
        }

        return best;
    }

    // A pair of entry and penalty, while the penalty counts for the party of the list.
    private static IEnumerable<Consequence> Removals(Network network, IReadOnlyCollection<GuardedRecord> records) =>
        from entry in Ordered(records)
        let owner = entry.Owner
        where entry.ValidTo is not null && owner is not null
        let barredFrom = BarredFrom(network, entry.DecidedOn)
        from counted in Counted(network, owner.Value, records).OrderBy(one => one.Record.DecidedOn)
            .ThenBy(one => one.Record.Dossier.ToString(), StringComparer.Ordinal)
        where counted.Record.DecidedOn >= barredFrom && counted.Record.DecidedOn <= entry.ValidTo
            && (entry.EndedOn is null || counted.Verdict.SinceOn <= entry.EndedOn)
        select new Consequence(
            owner.Value.ToString(),
            entry.Dossier.ToString(),
            counted.Record.Dossier.ToString(),
            counted.Verdict.SinceOn > entry.DecidedOn ? counted.Verdict.SinceOn : entry.DecidedOn,
            [counted.Record.Record],
            entry.EndedOn is not null);

    // Null where the agreement says nothing of positive lists: then nothing is to be removed. Entries from before its first rules
    // are measured by those.
    private static DateOnly? BarredFrom(Network network, DateOnly listedOn)
    {
        var rules = network.Agreement.RuleSets.LastOrDefault(rules => rules.InForceFrom <= listedOn)
            ?? network.Agreement.RuleSets.FirstOrDefault();
        return rules?.Terms.Guards.PositiveList?.Within.From(listedOn, isBack: true, WorkingDays.Announced);
    }

    private static List<Counting> Counted(Network network, Jurisdiction receiver, IEnumerable<GuardedRecord> records) =>
    [
        .. from record in records
           let verdict = VerdictFor(network, receiver, record)
           where verdict is { IsCounted: true }
           select new Counting(record, verdict),
    ];

    // By day of the first decision on each.
    private static List<List<Counting>> Acts(IEnumerable<Counting> counted, int metresMax) =>
    [
        .. Weighing.ByAct(
                counted.OrderBy(one => one.Record.DecidedOn)
                    .ThenBy(one => one.Record.Dossier.ToString(), StringComparer.Ordinal),
                one => one.Record.Act, metresMax)
            .OrderBy(act => act[0].Record.DecidedOn),
    ];

    private static Verdict? VerdictFor(Network network, Jurisdiction receiver, GuardedRecord record) =>
        record.Verdicts.IsEmpty ? null : record.For(receiver, GroupIn(network, receiver, record));

    // A receiver changes its group within a rule set when it chooses for itself; before that day the new group has no verdict.
    private static string? GroupIn(Network network, Jurisdiction receiver, GuardedRecord record) => network.Agreement.RuleSets
        .Where(rules => rules.Name == record.Verdicts[0].RuleSet).Select(rules => rules.GroupOf(receiver)?.Name)
        .LastOrDefault(name => record.Verdicts.Any(verdict => name is not null && verdict.For.Group == name));

    private static IEnumerable<GuardedRecord> Ordered(IEnumerable<GuardedRecord> records) =>
        records.OrderBy(record => record.DecidedOn).ThenBy(record => record.Dossier.ToString(), StringComparer.Ordinal);

    private sealed record Counting(GuardedRecord Record, Verdict Verdict);
}
