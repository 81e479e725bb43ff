using System.CommandLine;
using System.Net;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub bench publish|watch|query</c>: measures an installation of one's own.</summary>
internal static class Bench
{
    private static readonly Option<string?> Own = new("--i-own-this")
    {
        Description = "本机以外的地址：键入其主机名，表明该系统归您所有 / Name of a host beyond this machine that is yours to load",
        Recursive = true,
    };

    public static Command Command()
    {
        var command = new Command("bench", "测量本机节点或枢纽的速度 / Measure a node or hub on this machine")
        {
            BenchPublishing.Command(), BenchReading.Watching(), BenchReading.Querying(),
        };
        command.Options.Add(Own);
        return command;
    }

    /// <summary>How many times.</summary>
    public static Option<int> Count(int otherwise)
    {
        var count = new Option<int>("--count") { Description = "次数 / How many", DefaultValueFactory = _ => otherwise };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--count 应为 1 至 1000000 / --count: expected 1 to 1000000");
            }
        });
        return count;
    }

    /// <summary>Refuses addresses beyond this machine, unless they are said to be one's own.</summary>
    public static void Allow(ParseResult parsed, Uri address)
    {
        var isHere = address.Host == "localhost"
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        if (!isHere && parsed.GetValue(Own) != address.Host)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"{address.Host} 不是本机。该系统确归您所有的，请加 --i-own-this {address.Host}。未发送任何内容。",
                $"{address.Host} is not this machine. If it is yours to load, add --i-own-this {address.Host}. Nothing was "
                    + "sent.");
        }
    }
}
