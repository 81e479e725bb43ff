using System.Text.Json;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Disclosure.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary>The file with the clear values of a record.</summary>
internal static class DisclosedFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="CommandException">It is no such file.</exception>
    public static async Task<KeepRequest> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file.FullName, cancellation));
            var root = document.RootElement;
            var salt = ByteString.CopyFrom(root.GetProperty("salt").GetBytesFromBase64());
            return new KeepRequest
            {
                Dossier = root.GetProperty("dossier").GetString() ?? "",
                Values =
                {
                    root.GetProperty("values").EnumerateObject().Select(value => new DisclosedValue
                    {
                        Path = value.Name, Value = ByteString.CopyFromUtf8(value.Value.GetString() ?? ""), Salt = salt,
                    }),
                },
            };
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"“{file}”应为 JSON 文件，含 dossier、salt（base64）与 values。{unusable.Message}",
                $"'{file}' must be JSON with dossier, salt in base64, and values. {unusable.Message}");
        }
    }
}
