using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence verify|manifest PACKAGE</c>: looks into an evidence package, offline.</summary>
internal static class Evidence
{
    private const string PayloadManifest = "manifest-sha256.txt";

    public static Command Command() => new("evidence", "证据包 / Evidence packages")
    {
        Verify(), Manifest(), EvidencePush.Command(), EvidencePull.Command(),
    };

    private static Argument<string> Package() => new("package")
    {
        Description = "证据包：文件夹、tar 或 zip 文件 / The package: a folder, a tar or a zip file",
    };

    private static Command Verify()
    {
        var package = Package();
        var command = new Command(
            "verify", "离线校验证据包：完整、有效、符合规范 / Check a package offline: complete, valid, and to the profile") { package };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var bag = await OpenAsync(parsed.GetRequiredValue(package), cancellation);
            var check = await bag.CheckAsync(new CheckProgress(screen), cancellation);
            Tell(screen, bag, check);
            return check.IsAcceptable ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    private static Command Manifest()
    {
        var package = Package();
        var command = new Command(
            "manifest", "列出证据包的文件及其 SHA-256，不读内容 / List the files of a package with their SHA-256, content unread") { package };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var bag = await OpenAsync(parsed.GetRequiredValue(package), cancellation);
            if (!bag.Completeness.IsComplete)
            {
                Tell(screen, bag, bag.Completeness);
                return ExitCode.Refused;
            }

            using var reader = new StreamReader(bag.OpenRead(PayloadManifest), Encoding.UTF8);
            var bytes = bag.Files.ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                var (digest, file) = (line[..64], line[64..].TrimStart(' ', '\t', '*'));
                var length = bytes.GetValueOrDefault(file);
                if (screen.IsJson)
                {
                    screen.Json(new JsonObject { ["path"] = file, ["bytes"] = length, ["sha256"] = digest });
                }
                else
                {
                    screen.Line(string.Create(CultureInfo.InvariantCulture, $"{digest}  {length,14:N0}  {file}"));
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Bag> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await Bag.OpenAsync(path, BagProfile.Evidence, ArchiveLimits.Standard, cancellation);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Usage, $"无法读取“{path}”：{unreadable.Message}", $"Cannot read '{path}': {unreadable.Message}");
        }
    }

    private static void Tell(Screen screen, Bag bag, BagCheck check)
    {
        if (screen.IsJson)
        {
            screen.Json(ToJson(bag, check));
            return;
        }

        foreach (var finding in check.Findings)
        {
            var weight = finding.Severity == BagSeverity.Fault ? screen.Say("错误", "fault ") : screen.Say("提示", "remark");
            screen.Line($"{weight}  {finding.Code}  {screen.Say(finding.Sentence)}");
        }

        if (check.FindingsLeftOut > 0)
        {
            screen.Line(screen.Say($"另有 {check.FindingsLeftOut} 处未列出。", $"and {check.FindingsLeftOut} more."));
        }

        var payload = bag.Files.Where(file => file.IsPayload).ToList();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{screen.Say(
            $"{bag.Name}：{Word(check).Chinese}；载荷 {payload.Count} 个文件，{payload.Sum(file => file.Bytes):N0} 字节",
            $"{bag.Name}: {Word(check).English}; {payload.Count} payload files, {payload.Sum(file => file.Bytes):N0} bytes")}"));
        if (check.TagManifestDigest is { } digest)
        {
            screen.Line($"tagmanifest-sha256.txt  {digest}");
        }
    }

    private static Vocabulary.Wording Word(BagCheck check) => check switch
    {
        { IsAcceptable: true } => new("完整、有效，符合证据包规范", "complete, valid, and to the profile"),
        { IsValid: true } => new("完整、有效，但不符合证据包规范", "complete and valid, but not to the profile"),
        { IsComplete: true } => new("文件齐全，但未通过校验", "complete, but not valid"),
        _ => new("不完整或者不可接受", "not complete, or not acceptable"),
    };

    private static JsonObject ToJson(Bag bag, BagCheck check) => new()
    {
        ["name"] = bag.Name,
        ["isComplete"] = check.IsComplete,
        ["isValid"] = check.IsValid,
        ["isAcceptable"] = check.IsAcceptable,
        ["tagManifestSha256"] = check.TagManifestDigest?.ToString(),
        ["findings"] = new JsonArray([.. check.Findings.Select(finding => new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = finding.Severity.ToString().ToUpperInvariant(),
            ["path"] = finding.Path,
            ["zh"] = finding.Sentence.Chinese,
            ["en"] = finding.Sentence.English,
        })]),
        ["findingsLeftOut"] = check.FindingsLeftOut,
    };
}
