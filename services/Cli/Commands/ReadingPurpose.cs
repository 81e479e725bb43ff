using System.CommandLine;
using ExchangeHub.Grpc;

namespace ExchangeHub.Cli.Commands;

/// <summary>For what the commands read the records of others.</summary>
internal static class ReadingPurpose
{
    private static readonly Option<string?> Purpose = new("--purpose")
    {
        Description = "查阅用途 case、supervision、review、credit、audit，缺省取 EXCHANGEHUB_PURPOSE / For what records are read; "
            + "else EXCHANGEHUB_PURPOSE",
        Recursive = true,
    };

    private static readonly Option<string?> Case = new("--case")
    {
        Description = "用途为 case 或 review 时的案号 / Number of the case, with the purposes case and review", Recursive = true,
    };

    /// <summary>The options that say it.</summary>
    public static IEnumerable<Option> Options => [Purpose, Case];

    /// <summary>The number of the case for which something is asked; may be empty.</summary>
    public static string CaseNumber(ParseResult parsed) => parsed.GetValue(Case) ?? "";

    /// <summary>Says it with every call.</summary>
    public static StatedPurpose StateBefore(HttpMessageHandler inner, ParseResult parsed) => new(
        inner, parsed.GetValue(Purpose) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_PURPOSE"), CaseNumber(parsed));
}
