using ExchangeHub.EvidencePackages;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.EvidencePackages;

/// <summary>A package of Jiashan's officers at which nothing is to be found fault with.</summary>
internal static class Sheets
{
    public const string First = "11042100123";
    public const string Second = "11042100130";
    public const string Firm = "嘉善姚庄恒芯电子材料有限公司";
    public const string Code = "91330421MAHUB0099J";

    private static readonly GeoPoint Outlet = new(30.931200, 120.921500);

    public static PackageSheet Sound => new()
    {
        Subjects = [new SubjectSeen(Firm, Code)],
        Site = new PositionSeen(Outlet, "WGS84"),
        Outlet = "DW001",
        Officers = [OfficerOf(First), OfficerOf(Second)],
        Steps =
        [
            new StepSheet.Locate(At(9, 0), [First, Second], 0, "")
            {
                EndedAt = At(9, 5), Position = new PositionSeen(Outlet, "WGS84"), Operator = First,
            },
            new StepSheet.Inform(At(9, 5), [First, Second], true, true, true, true) { EndedAt = At(9, 10) },
            new StepSheet.Verify(At(9, 10), Firm, Code, "环保负责人", "") { EndedAt = At(9, 20) },
            new StepSheet.Inspect(At(9, 20))
            {
                EndedAt = At(9, 50),
                FindingCount = 1,
                ViolationCount = 1,
                IsSampled = true,
                SamplingRecords = ["E8-2"],
                Images = ["E3-1"],
                Instruments = [("PH-07", new DateOnly(2026, 12, 31))],
            },
            new StepSheet.Record(At(9, 40), [new ProtocolSheet("E8-1", false, At(9, 40), At(9, 55), 0, true)])
            {
                EndedAt = At(9, 55),
            },
            new StepSheet.Sign(At(9, 55), PartySigning.Signed, [First, Second])
            {
                EndedAt = At(9, 58), Pages = 3, SignedPages = 3, AreBlanksStruck = true,
            },
            new StepSheet.Archive(At(9, 58), At(17, 0), "NTP", true) { EndedAt = At(17, 0) },
            new StepSheet.Complete(At(17, 1), "CLUE", NextAction.Filing, At(10, 5), Second) { EndedAt = At(17, 5) },
        ],
        Items =
        [
            Item("E8-1", 8, At(9, 40)),
            Item("E8-2", 8, At(9, 30)) with { ReliesOn = ["YF-01"] },
            Item("E3-1", 3, At(9, 25)) with { Path = "data/04-inspection/photo.jpg", Sha256 = Digest.Of("photo"u8) },
            Item("E7-1", 7, At(16, 0)) with
            {
                Report = new ReportSheet(["YF-01"], At(9, 30), new DateOnly(2026, 6, 3), new DateOnly(2026, 6, 4), []),
            },
        ],
        Samples = [new SampleSheet("YF-01", "DW001", "YF-01")],
        SealedAt = At(17, 0),
    };

    public static BagSeen Bag => new(
        true, true, true, new Dictionary<string, Digest> { ["data/04-inspection/photo.jpg"] = Digest.Of("photo"u8) });

    public static DateTimeOffset At(int hour, int minute) => new(2026, 6, 3, hour, minute, 0, TimeSpan.FromHours(8));

    public static OfficerOnFile OfficerOf(string certificate, bool isValid = true) =>
        new(certificate, "330421", new DateOnly(2023, 1, 1), new DateOnly(isValid ? 2027 : 2026, 5, 31), isValid, null);

    /// <summary>Changes one step.</summary>
    public static PackageSheet With<T>(Func<T, StepSheet> change)
        where T : StepSheet => Sound with { Steps = [.. Sound.Steps.Select(step => step is T one ? change(one) : step)] };

    /// <summary>Leaves one step out.</summary>
    public static PackageSheet Without(int number) =>
        Sound with { Steps = [.. Sound.Steps.Where(step => step.Number != number)] };

    /// <summary>Changes one item.</summary>
    public static PackageSheet With(string number, Func<ItemSheet, ItemSheet> change) =>
        Sound with { Items = [.. Sound.Items.Select(item => item.Number == number ? change(item) : item)] };

    private static ItemSheet Item(string number, int kind, DateTimeOffset at) =>
        new(number, kind, at) { Title = "材料", Proves = "废水排放情况", Taker = First, Place = "DW001 排放口" };
}
