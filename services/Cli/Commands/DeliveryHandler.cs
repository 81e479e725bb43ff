using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Delivery.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary>Hands what arrives to a command of the user's, and remembers how far that has come.</summary>
internal static class DeliveryHandler
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(false));

    /// <summary>Runs a command with a delivery as a line of JSON on its standard input. Nothing of the delivery gets into the
    /// command line: what other districts write would be run there.</summary>
    /// <exception cref="CommandException">It failed; the position says where to begin again.</exception>
    public static async Task RunAsync(string command, Delivery delivery, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(Formatter.Format(delivery));
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                await process.StandardInput.WriteLineAsync(
                    JsonSerializer.Serialize(document.RootElement, Screen.Readable).AsMemory(), cancellation);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It did not read all of it, which is its own affair.
            }

            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                throw Failed(delivery.Position, process.ExitCode.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (Win32Exception absent)
        {
            throw Failed(delivery.Position, absent.Message);
        }
    }

    /// <summary>Writes the position down, whole or not at all.</summary>
    public static void Remember(string file, long position)
    {
        var next = file + ".next";
        File.WriteAllText(next, position.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(next, file, overwrite: true);
    }

    private static CommandException Failed(long position, string how) => new(
        ExitCode.Failure,
        $"位置 {position} 的命令未成功（{how}），已停止；修复后用 --from {position - 1} 或者原 --cursor 从该条继续。",
        $"The command failed at position {position} ({how}); nothing after it was handed over. Go on with the same --cursor, or "
            + $"with --from {position - 1}.");
}
