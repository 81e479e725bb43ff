using ExchangeHub.Console.Language;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Asking;

/// <summary>The file of an enterprise as an address asks for it.</summary>
/// <param name="Code">Credit code, as typed.</param>
/// <param name="For">The party from whose side it is looked at; empty for the first.</param>
/// <param name="On">The civil day asked about; empty for the latest state.</param>
/// <param name="Known">What was known by then, in China's time; empty for everything.</param>
/// <param name="Tab">What of it is shown.</param>
internal sealed record EnterpriseAsked(string Code, string For, string On, string Known, string Tab)
{
    /// <summary>How many records a page of the console shows; the whole of nearly every firm.</summary>
    public const int RecordsMax = 500;

    /// <summary>Gets the parts of a file, in the order in which people look at them, with the kinds of records of each.</summary>
    public static IReadOnlyList<(string Tab, Wording Name, string[] Kinds)> Tabs { get; } =
    [
        ("", new("概况", "Overview"), []),
        ("permit", new("许可", "Permits"), ["permit"]),
        ("evidence", new("检查证据", "Evidence"), ["evidence"]),
        ("penalty", new("处罚", "Penalties"), ["penalty"]),
        ("nopenalty", new("免罚", "Not penalised"), ["nopenalty"]),
        ("credit", new("信用", "Credit"), ["blacklist", "positive"]),
        ("report", new("档案报告", "Report"), ["permit", "evidence", "penalty", "nopenalty", "blacklist", "positive"]),
    ];

    /// <summary>Gets the kinds of records that the tab lists.</summary>
    public string[] Kinds => Tabs.FirstOrDefault(one => one.Tab == Tab).Kinds ?? [];

    /// <summary>Gets a value indicating whether something other than the present is asked for.</summary>
    public bool IsPast => On.Length + Known.Length > 0;

    /// <summary>Gets a value indicating whether a part is shown that stands on some tabs and in the report.</summary>
    public bool Shows(params string[] tabs) => Tab == "report" || tabs.Contains(Tab, StringComparer.Ordinal);

    /// <summary>Reads what is asked from an address.</summary>
    public static EnterpriseAsked From(IQueryCollection query)
    {
        string Get(string name) => query[name].FirstOrDefault()?.Trim() ?? "";
        var tab = Get("tab");
        return new EnterpriseAsked(
            Get("code").ToUpperInvariant(), Get("for"), Get("on"), Get("known"),
            Tabs.Any(one => one.Tab == tab) ? tab : "");
    }

    /// <summary>Writes the address of another tab of the same question.</summary>
    public string Address(string tab, string path = "/enterprise") =>
        Links.With(path, ("code", Code), ("for", For), ("on", On), ("known", Known), ("tab", tab));

    /// <summary>Gets the question to the hub.</summary>
    public GetEnterpriseRequest Request => new()
    {
        Subject = Code, ValidOn = On, KnownAt = Tongue.Instant(Known), PageSize = RecordsMax,
    };
}
