using System.CommandLine;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary>In which format the commands answer.</summary>
internal static class OutputFormat
{
    // Commands whose answer is rows of one shape, which a sheet can hold.
    private static readonly HashSet<Command> WithRows = [];

    static OutputFormat() => _ = Option.AcceptOnlyFromAmong("table", "json", "yaml", "ndjson", "csv");

    /// <summary>Gets the option.</summary>
    public static Option<string> Option { get; } = new("--output", "-o")
    {
        Description = "输出格式 table、json、yaml、ndjson、csv；非终端缺省为 json / Output; json when not a terminal, csv only of rows",
        Recursive = true,
        DefaultValueFactory = _ => Console.IsOutputRedirected ? "json" : "table",
    };

    /// <summary>Gets the format that is asked for.</summary>
    public static string Of(ParseResult parsed) => Shared.Value(parsed, Option, "table");

    /// <summary>Notes that the answer of a command is rows of one shape.</summary>
    public static Command GivesRows(this Command command)
    {
        _ = WithRows.Add(command);
        return command;
    }

    /// <summary>Fails, before anything is asked, where the answer of a command cannot be had in the format that is asked
    /// for.</summary>
    public static void Check(ParseResult parsed)
    {
        if (Of(parsed) == "csv" && !WithRows.Contains(parsed.CommandResult.Command))
        {
            throw new CommandException(
                ExitCode.Usage,
                "本命令的结果不是表格，不能输出 csv；请用 -o table、json、yaml 或 ndjson。",
                "What this command tells is no sheet: take -o table, json, yaml or ndjson in the place of csv.");
        }
    }
}
