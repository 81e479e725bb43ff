using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests.Node;

/// <summary>What districts submit.</summary>
internal static class Papers
{
    public const string QingpuIssuer = "11310118MAHUBQP13X";

    /// <summary>A penalty of Qingpu against a food firm: decided on 2026-05-26 and served the day after (scenario S12). Who
    /// publishes it by the clock of the tests does so late, and it is recognised with that remark.</summary>
    public static Record Penalty(string number = "沪0118环罚〔2026〕21号", string? servedOn = "2026-05-27")
    {
        var record = Samples.Penalty();
        record.Jurisdiction = "310118";
        record.ActingUnit = Samples.Qingpu;
        record.LegalIssuer = Samples.Qingpu;
        record.Subjects.Clear();
        record.Subjects.Add(Samples.Firm("上海金泽水乡食品有限公司", "91310118MAHUB01014"));
        record.DecidedOn = "2026-05-26";
        record.Matter = null;
        record.LegalBasis[0] = new LegalBasis { InstrumentId = "排污许可管理条例", Edition = "2021", Article = "43" };
        record.ActPeriod.FromOn = "2026-04-02";
        record.Penalty.DocumentNumber = number;
        record.Penalty.DataSource = Samples.Qingpu;
        record.Penalty.Penalties[0].AmountFen = 4_000_000;
        record.Penalty.FineFen = 4_000_000;
        record.Penalty.FiledOn = "2026-04-03";
        record.Penalty.NoticeServedOn = "2026-05-06";
        record.Penalty.PublicUntil = "2027-05-26";
        record.Penalty.ServedOn = servedOn ?? "";
        record.Penalty.ServiceMode = servedOn is null ? ServiceMode.Unspecified : ServiceMode.Direct;
        return record;
    }

    /// <summary>A permit of Qingpu: old enough for every clock.</summary>
    public static Record Permit(int version)
    {
        var record = Samples.Permit();
        record.Permit.VersionNumber = version;
        return record;
    }

    /// <summary>Where everything about <see cref="Penalty"/> is filed.</summary>
    public static string Dossier(string number = "沪0118环罚〔2026〕21号") => $"penalty/{QingpuIssuer}/{number}";

    /// <summary>The revocation of <see cref="Penalty"/> on reconsideration, served on 2026-06-16.</summary>
    public static LifeCycleEvent Revocation(string recordId) => new()
    {
        RecordId = recordId,
        OccurredOn = "2026-06-16",
        ReportedFor = Samples.Qingpu,
        DocumentNumber = "青府复〔2026〕30号",
        RemedyDecided = new RemedyDecided { Kind = RemedyKind.Reconsideration, Outcome = RemedyOutcome.RRevoked },
    };

    public static SubmitRequest Submit(string clientKey, Record record, DateTimeOffset? publishedAt = null) => new()
    {
        ClientKey = clientKey,
        Record = record,
        PublishedAt = publishedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
    };

    public static SubmitRequest Submit(string clientKey, string dossier, LifeCycleEvent happened) => new()
    {
        ClientKey = clientKey,
        Event = new SubmitRequest.Types.Event { Dossier = dossier, Event_ = happened },
    };

    /// <summary>A number that no other document of this run has.</summary>
    public static string Number(int index) => string.Create(CultureInfo.InvariantCulture, $"沪0118环罚〔2026〕{1000 + index}号");
}
