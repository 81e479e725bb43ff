using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>What was found, for people, programs and those who are asked for help.</summary>
internal static class FindingReport
{
    /// <summary>Tells it to people or programs.</summary>
    public static void Tell(Screen screen, Finding finding)
    {
        if (screen.IsJson)
        {
            screen.Json(Json(finding));
            return;
        }

        var mark = finding.Grade switch
        {
            Grade.Well => screen.Say("✓ 正常", "✓ well "),
            Grade.Watch => screen.Say("! 注意", "! watch"),
            _ => screen.Say("✗ 故障", "✗ WRONG"),
        };
        screen.Line($"{mark}  {finding.Check,-12}  {screen.Say(finding.Sentence)}");
    }

    private static JsonObject Json(Finding finding) => new()
    {
        ["check"] = finding.Check,
        ["grade"] = JsonNamingPolicy.CamelCase.ConvertName($"{finding.Grade}"),
        ["zh"] = finding.Sentence.Chinese,
        ["en"] = finding.Sentence.English,
    };

    /// <summary>Writes all into a zip; never over a file that is there.</summary>
    public static async Task WriteAsync(FileInfo file, List<Finding> found, CancellationToken cancellation)
    {
        var report = new JsonObject
        {
            ["at"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
            ["xhub"] = typeof(FindingReport).Assembly.GetName().Version?.ToString(),
            ["system"] = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
            ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
            ["findings"] = new JsonArray([.. found.Select(finding => (JsonNode)Json(finding))]),
        };
        try
        {
            using var zip = await ZipFile.OpenAsync(file.FullName, ZipArchiveMode.Create, cancellation);
            await using var entry = await zip.CreateEntry("doctor.json").OpenAsync(cancellation);
            await entry.WriteAsync(
                Encoding.UTF8.GetBytes(report.ToJsonString(new JsonSerializerOptions
                {
                    WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                })),
                cancellation);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Failure,
                $"无法写入“{file}”：{unwritable.Message}（已存在的文件不予覆盖）。",
                $"Cannot write '{file}': {unwritable.Message} A file that is there is not overwritten.");
        }
    }
}
