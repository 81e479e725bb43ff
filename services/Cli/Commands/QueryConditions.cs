using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Cli.Commands;

/// <summary>The conditions of <c>xhub query</c>. What a value must be like is for the hub to say.</summary>
internal static class QueryConditions
{
    private static readonly (Option<string?> Option, Action<FindRecordsRequest, string> Set)[] Texts =
    [
        Text("--kind", "种类 / evidence, penalty, permit, blacklist, nopenalty or positive", (to, text) => to.Kind = text),
        Text("--code", "统一社会信用代码 / Unified social credit code of the subject", (to, text) => to.Subject = text),
        Text("--number", "文号，任何写法 / Document number, in any spelling", (to, text) => to.DocumentNumber = text),
        Text("--district", "作出地区划代码 / Division code of the district that decided", (to, text) => to.Jurisdiction = text),
        Text("--issuer", "署名机关的信用代码 / Credit code of the legal issuer", (to, text) => to.Issuer = text),
        Text("--since", "决定日期不早于 yyyy-MM-dd / Decided on this day or later", (to, text) => to.DecidedFrom = text),
        Text("--until", "决定日期不晚于 yyyy-MM-dd / Decided on this day or earlier", (to, text) => to.DecidedTo = text),
        Text("--known-since", "枢纽知悉日期不早于 / The hub took it on this day or later", (to, text) => to.KnownFrom = text),
        Text("--known-until", "枢纽知悉日期不晚于 / The hub took it on this day or earlier", (to, text) => to.KnownTo = text),
        Text("--violation", "违法行为编码或者全文 / Code of the violation, or all its words", (to, text) => to.Violation = text),
        Text("--industry", "行业代码前二至四位 / First two to four digits of the industry", (to, text) => to.Industry = text),
        Text("--water", "水体名称，如 太浦河 / Name of the water", (to, text) => to.WaterBody = text),
        Text("--for", "结论所属接收方的区划代码 / Receiver whose outcome is meant", (to, text) => to.OutcomeOf = text),
        Text("--reason", "决定所载原因代码 / Reason code in the decision, such as FLG-STALE", (to, text) => to.Reason = text),
        Text("--receiver", "查询方，可查得仅限其知悉的案件记录 / Party that asks: finds what is for it alone too",
            (to, text) => to.Receiver = text),
        Text("--recognised-by", "该方现予认可的 / Only what this party recognises now", (to, text) => to.RecognisedBy = text),
    ];

    private static readonly IList<EnumValueDescriptor> Outcomes =
        DecisionReflection.Descriptor.EnumTypes.Single(type => type.Name == "Outcome").Values;

    private static readonly Option<string?> OutcomeIs = new("--outcome")
    {
        Description = "接收方的结论，须同时给出 --for / What the receiver of --for makes of it",
    };

    private static readonly Option<string?> Near = new("--near")
    {
        Description = "地点“北纬,东经”，如 31.02,120.84 / Around this point, degrees north and east",
    };

    private static readonly Option<int> Within = new("--within")
    {
        Description = "距该地点多少米以内 / Within so many metres of it", DefaultValueFactory = _ => 1000,
    };

    static QueryConditions()
    {
        _ = OutcomeIs.AcceptOnlyFromAmong([.. Outcomes.Skip(1).Select(EnumWords.Of)]);
        foreach (var (option, _) in Texts.Where(
            one => one.Option.Name is "--district" or "--for" or "--receiver" or "--recognised-by"))
        {
            option.CompletionSources.Add("310118", "320509", "330421");
        }

        Texts[0].Option.CompletionSources.Add("evidence", "penalty", "permit", "blacklist", "nopenalty", "positive");
    }

    /// <summary>Gets the options.</summary>
    public static IEnumerable<Option> Options => [.. Texts.Select(one => one.Option), OutcomeIs, Near, Within];

    /// <summary>Makes a request of what was given.</summary>
    public static FindRecordsRequest Read(ParseResult parsed)
    {
        var request = new FindRecordsRequest();
        foreach (var (option, set) in Texts)
        {
            if (parsed.GetValue(option) is { } text)
            {
                set(request, text);
            }
        }

        if (parsed.GetValue(OutcomeIs) is { } outcome)
        {
            request.Outcome = (Outcome)Outcomes.Single(value => EnumWords.Of(value) == outcome).Number;
        }

        if (parsed.GetValue(Near) is { } near)
        {
            (request.Near, request.WithinMetres) = (Point(near), parsed.GetValue(Within));
        }

        return request;
    }

    private static GeoPoint Point(string text)
    {
        var parts = text.Split(',');
        return parts.Length == 2
            && decimal.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var north)
            && decimal.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var east)
            && north is >= -90 and <= 90 && east is >= -180 and <= 180
                ? new GeoPoint
                {
                    LatitudeMicrodegrees = (int)(north * 1_000_000), LongitudeMicrodegrees = (int)(east * 1_000_000),
                }
                : throw new CommandException(
                    ExitCode.Usage,
                    $"--near 应为“北纬,东经”，例如 31.02,120.84；实为“{text}”。",
                    $"--near: expected degrees north and east such as 31.02,120.84; found '{text}'.");
    }

    private static (Option<string?> Option, Action<FindRecordsRequest, string> Set) Text(
        string name, string description, Action<FindRecordsRequest, string> set) =>
        (new Option<string?>(name) { Description = description }, set);
}
