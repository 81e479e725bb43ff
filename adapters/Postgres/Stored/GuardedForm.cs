using ExchangeHub.Guards;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;

namespace ExchangeHub.Postgres.Stored;

/// <summary>What guards remember, as it is stored.</summary>
internal static class GuardedForm
{
    public static StoredGuarded From(GuardedRecord guarded)
    {
        var stored = new StoredGuarded
        {
            Record = guarded.Record.ToString(),
            Owner = guarded.Owner?.ToString() ?? "",
            DecidedDay = guarded.DecidedOn.DayNumber,
            Sort = guarded.Sort,
            Act = guarded.Act is { } act ? ActForm.From(act) : null,
            ValidToDay = guarded.ValidTo?.DayNumber ?? 0,
            EndedDay = guarded.EndedOn?.DayNumber ?? 0,
        };
        foreach (var verdict in guarded.Verdicts)
        {
            var form = new StoredVerdict
            {
                Group = verdict.For.Group ?? "",
                Only = verdict.For.Only?.ToString() ?? "",
                IsCounted = verdict.IsCounted,
                SinceDay = verdict.SinceOn.DayNumber,
                RuleSet = verdict.RuleSet,
            };
            form.Except.Add(verdict.For.Except.Select(division => division.ToString()));
            form.Grounds.Add(verdict.Grounds);
            stored.Verdicts.Add(form);
        }

        return stored;
    }

    public static GuardedRecord Read(DossierId dossier, StoredGuarded stored) => new(
        dossier,
        Form.Record(stored.Record),
        stored.Owner.Length == 0 ? null : Form.Division(stored.Owner),
        DateOnly.FromDayNumber(stored.DecidedDay),
        stored.Sort,
        stored.Act is { } act ? ActForm.Read(act) : null,
        [.. stored.Verdicts.Select(Read)])
    {
        ValidTo = Day(stored.ValidToDay),
        EndedOn = Day(stored.EndedDay),
    };

    private static Verdict Read(StoredVerdict stored) => new(
        new Receivers(
            stored.Group.Length == 0 ? null : stored.Group,
            stored.Only.Length == 0 ? null : Form.Division(stored.Only),
            [.. stored.Except.Select(Form.Division)]),
        stored.IsCounted,
        DateOnly.FromDayNumber(stored.SinceDay),
        [.. stored.Grounds],
        stored.RuleSet);

    private static DateOnly? Day(int day) => day == 0 ? null : DateOnly.FromDayNumber(day);
}
