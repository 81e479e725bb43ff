using System.CommandLine;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>What an officer does about one record: the hub says what it is, and the district's own node signs the act.</summary>
internal static class RecordActs
{
    private static readonly Argument<string> Which = new("record")
    {
        Description = "记录标识 urn:eeh:… 或卷宗 / Record urn:eeh:… or dossier",
    };

    private static readonly Option<string?> On = SignedActs.Some("--on", "日期 yyyy-MM-dd，缺省为今日", "The day; today if left out");

    private static readonly Option<string?> Reason = SignedActs.Some("--reason", "理由，不得含个人信息", "Why; no personal data");

    /// <summary>Makes such a command. What happens to the record is made of the command line, of what the hub holds, and of the
    /// division of the node.</summary>
    public static Command Command(
        string name, string description, IEnumerable<Symbol> further,
        Func<ParseResult, GetRecordResponse, string, LifeCycleEvent> make)
    {
        var command = new Command(name, description) { Which };
        foreach (var symbol in further)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        foreach (var option in (Option[])[On, Reason, SignedActs.Key, SignedActs.Wait])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            var division = await DivisionAsync(parsed, cancellation);
            var held = await HeldAsync(parsed, division, cancellation);
            var happened = make(parsed, held, division);
            happened.RecordId = held.RecordId;
            happened.OccurredOn = parsed.GetValue(On) ?? CivilDates.Format(CivilDates.Of(TimeProvider.System.GetUtcNow()));
            var act = new SubmitRequest.Types.Event { Dossier = held.Dossier, Event_ = happened };
            return await SignedActs.SubmitAsync(parsed, new SubmitRequest { Event = act }, cancellation);
        });
        return command;
    }

    /// <summary>Why; empty when nothing was said.</summary>
    public static string ReasonIn(ParseResult parsed) => parsed.GetValue(Reason) ?? "";

    private static async Task<string> DivisionAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        var status = await new NodeService.NodeServiceClient(channel).GetStatusAsync(new(), Shared.Soon(cancellation));
        return NodeId.Parse(status.Node).Jurisdiction.ToString();
    }

    private static async Task<GetRecordResponse> HeldAsync(ParseResult parsed, string division, CancellationToken cancellation)
    {
        using var channel = Shared.ToHub(parsed);
        var request = new GetRecordRequest { Receiver = division };
        _ = Explain.Target(parsed.GetRequiredValue(Which), id => request.RecordId = id, dossier => request.Dossier = dossier);
        return await new QueryService.QueryServiceClient(channel).GetRecordAsync(request, Shared.Soon(cancellation));
    }
}
