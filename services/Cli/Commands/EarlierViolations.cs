using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Discretions;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>Feeds the factor that counts earlier violations from what a receiver recognises, and names the records.</summary>
internal sealed class EarlierViolations
{
    private const string Factor = "repeat";

    private readonly Option<string?> _subject = new("--subject")
    {
        Description = "当事人代码：由枢纽查明此前违法次数，填入因素 repeat / Credit code: the hub counts earlier violations for the factor repeat",
    };

    private readonly Option<string?> _receiver = new("--receiver")
    {
        Description = "办案地区划代码，与 --subject 并用 / Division that decides; goes with --subject",
    };

    private readonly Option<string?> _asOf = Standing.AsOf();
    private readonly Option<string?> _violation = Standing.Violation();

    private readonly Option<int> _months = new("--months")
    {
        Description = "回溯月数 / How many months back", DefaultValueFactory = _ => 24,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_subject, _receiver, _asOf, _violation, _months])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Asks the hub, if a subject is given.</summary>
    /// <returns>The level, with the records that support it. None when it is not known: a factor that is not known counts at its
    /// lowest grade, and the officer is told.</returns>
    public async Task<IEnumerable<FoundLevel>> FindAsync(
        ParseResult parsed, DiscretionTable table, string article, CancellationToken cancellation)
    {
        if (parsed.GetValue(_subject) is not { } subject)
        {
            return [];
        }

        using var channel = Shared.ToHub(parsed);
        var request = new GetStandingRequest
        {
            Subject = subject,
            Receiver = parsed.GetValue(_receiver) ?? throw new CommandException(
                ExitCode.Usage, "--subject 须与 --receiver 并用。", "--subject goes with --receiver."),
            ValidOn = parsed.GetValue(_asOf) ?? "",
            Months = parsed.GetValue(_months),
            Violation = parsed.GetValue(_violation) ?? "",
            Kinds = { "penalty" },
        };
        var standing = await Standing.AskAsync(channel, request, cancellation);
        if (standing.IsFirst == Answer.NotKnown || standing.OpenCount > 0)
        {
            Tell(Screen.Current.Value!, standing);
        }

        var factor = table.Articles.FirstOrDefault(known => known.Id == article)?.Factors
            .FirstOrDefault(known => known.Id == Factor);
        var number = Math.Min(standing.ViolationCount, (factor?.Levels.Length ?? 1) - 1);
        return standing.IsFirst == Answer.NotKnown ? [] :
        [
            new FoundLevel(
                Factor,
                factor?.Levels[number].Id ?? "",
                [
                    .. standing.Entries.Where(entry => entry.Weight == StandingEntry.Types.Weight.Counts)
                        .Select(entry => RecordId.Parse(entry.RecordId)),
                ]),
        ];
    }

    private static void Tell(Screen screen, GetStandingResponse standing)
    {
        foreach (var open in standing.Entries.Where(entry => entry.Weight == StandingEntry.Types.Weight.Open))
        {
            screen.Error(
                $"{open.DocumentNumber} 尚待认定（{Words.Of(open.Decision.Outcome).Chinese}），未计入 {Factor}。",
                $"{open.DocumentNumber} is open ({Words.Of(open.Decision.Outcome).English}) and not counted in {Factor}.");
        }

        foreach (var why in standing.Unknown)
        {
            screen.Error(why.Zh, why.En);
        }
    }
}
