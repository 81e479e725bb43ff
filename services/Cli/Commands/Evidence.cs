using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.EvidencePackages;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence verify|manifest PACKAGE</c> and <c>pack FOLDER</c>: makes evidence packages and looks into them,
/// offline.</summary>
internal static class Evidence
{
    public static Command Command() => new("evidence", "证据包 / Evidence packages") 
    {
        Verify(), Manifest(), EvidencePack.Command(), HandOvers.Trace(),
    };

    private static Argument<string> Package() => new("package")
    {
        Description = "证据包：文件夹、tar 或 zip 文件 / The package: a folder, a tar or a zip file",
    };

    private static Command Verify()
    {
        var package = Package();
        var decidedOn = new Option<string?>("--decided-on")
        {
            Description = "以其为依据的决定的作出日期：此后取得的证据不能使用 / Day of the decision it is to carry; later evidence cannot be used",
        };
        var command = new Command(
            "verify", "离线校验证据包：文件、签名和执法八步法 / Check a package offline: its files, its signature and the eight steps")
        {
            package, decidedOn,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var bag = await OpenAsync(parsed.GetRequiredValue(package), cancellation);
            var check = await bag.CheckAsync(new PackageProgress(screen, new Wording("已校验", "checked")), cancellation);
            var contents = await PackageContents.ReadAsync(bag, check, DayOf(parsed.GetValue(decidedOn)), cancellation);
            Tell(screen, bag, check, contents);
            return !check.IsAcceptable ? ExitCode.Refused : contents.Report?.Outcome switch
            {
                PackageOutcome.Admissible => ExitCode.Ok,
                PackageOutcome.Returned => ExitCode.Pending,
                _ => ExitCode.Refused,
            };
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
                Tell(screen, bag, bag.Completeness, null);
                return ExitCode.Refused;
            }

            var bytes = bag.Files.ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);
            foreach (var (file, sha256) in bag.Digests)
            {
                var (digest, length) = (sha256.ToString()["sha256:".Length..], bytes.GetValueOrDefault(file));
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

    private static DateOnly? DayOf(string? text) => text is null ? null : CivilDates.TryParse(text, out var day) ? day
        : throw new CommandException(
            ExitCode.Usage, $"--decided-on 应为 2026-07-10 之类的日期；实为“{text}”。",
            $"--decided-on: expected a day such as 2026-07-10; found '{text}'.");

    private static void Tell(Screen screen, Bag bag, BagCheck check, PackageContents? contents)
    {
        if (screen.IsJson)
        {
            var json = ToJson(bag, check);
            if (contents is not null)
            {
                json["contents"] = PackageTable.ToJson(contents);
            }

            screen.Json(json);
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

        if (contents is not null)
        {
            PackageTable.Tell(screen, contents);
        }
    }

    private static Wording Word(BagCheck check) => check switch
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
