using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Rules;

namespace ExchangeHub.Cli.Commands;

/// <summary>Documents that people wrote: reads them, and lists their mistakes.</summary>
internal static class Documents
{
    /// <summary>Reads the text of a document.</summary>
    public static string Text(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Usage, $"无法读取“{file}”：{unreadable.Message}", $"Cannot read '{file}': {unreadable.Message}");
        }
    }

    /// <summary>Lists the mistakes of a document.</summary>
    public static void Tell(Screen screen, FileInfo file, RuleFaults faults)
    {
        foreach (var fault in faults.First)
        {
            if (screen.IsJson)
            {
                screen.Json(new JsonObject
                {
                    ["file"] = file.ToString(),
                    ["code"] = fault.Code.ToString(),
                    ["line"] = fault.Line,
                    ["column"] = fault.Column,
                    ["zh"] = fault.Message.Chinese,
                    ["en"] = fault.Message.English,
                });
            }
            else
            {
                screen.Line($"{file}({fault.Line},{fault.Column}): {fault.Code}: {screen.Say(fault.Message)}");
            }
        }

        if (faults.More > 0 && !screen.IsJson)
        {
            screen.Line(screen.Say($"另有 {faults.More} 处错误。", $"and {faults.More} more."));
        }
    }
}
