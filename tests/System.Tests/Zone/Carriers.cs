using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>Penalties of Wujiang and the entries of Jiashan that they carry, each with a number of its own.</summary>
internal static class Carriers
{
    public static Record Penalty(int number)
    {
        var record = Samples.Penalty();
        record.RecordId = IdOf("penalty", number);
        record.Penalty.DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"苏环行罚字〔2026〕09第{number}号");
        record.Subjects[0] = Samples.Driver;
        return record;
    }

    public static string DossierOfPenalty(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第{number}号");

    /// <summary>An entry that some penalties carry.</summary>
    public static Record Entry(int number, params IEnumerable<int> penalties)
    {
        var record = Samples.Blacklist();
        record.RecordId = IdOf("blacklist", number);
        record.DecidedOn = "2026-07-14";
        record.Blacklist.DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"嘉环（善）失信〔2026〕{number}号");
        (record.Blacklist.MinimumUntil, record.Blacklist.MaximumUntil) = ("2027-07-14", "2029-07-14");
        record.Blacklist.BasisRefs.Clear();
        record.Blacklist.BasisRefs.Add(penalties.Select(penalty =>
            new RecordReference { RecordId = IdOf("penalty", penalty), Hash = Samples.SomeHash }));
        return record;
    }

    /// <summary>The revocation of a penalty, with effect from 2026-08-20.</summary>
    public static LifeCycleEvent Revocation(int number)
    {
        var happened = Samples.Revocation();
        happened.RecordId = IdOf("penalty", number);
        happened.DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"〔2026〕苏行复第{number}号");
        return happened;
    }

    public static Envelope Revoke(this NodeVoice wujiang, int number) =>
        wujiang.Say(DossierOfPenalty(number), Revocation(number), Samples.PublishedAt.AddDays(40));

    private static string IdOf(string kind, int number) => RecordId.Create(
        kind,
        Jurisdiction.Parse(kind == "penalty" ? "320509" : "330421"),
        Ulid.New(Samples.PublishedAt.AddMinutes(number), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).ToString();
}
