using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Verification;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub verify PATH… --network FILE</c>: checks, without the hub and without a network, what somebody
/// shows.</summary>
internal static class Verify
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "记录、证明、回执或名单的文件，导出的历史文件夹，或者证据包 / A record, proof, receipt or list; an exported history; or a package",
            Arity = ArgumentArity.OneOrMore,
        };
        var network = Network();
        var age = new Option<string?>("--not-older-than")
        {
            Description = "状态证明的最长时间，例如 \"24 hours\" / How old a proof of a state may be, such as \"24 hours\"",
        };
        var command = new Command(
            "verify", "离线核验记录、证明、回执、名单、历史与证据包 / Check a record, proof, receipt, list, history or package offline")
        {
            paths, network, age,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            var file = parsed.GetRequiredValue(network);
            var trust = Read(file, Trust.Read) ?? throw new CommandException(
                ExitCode.Usage,
                $"“{file}”没有 history：其中未登记枢纽的日志公钥与见证方，无从核验历史。",
                $"'{file}' has no history: it does not name the key of the hub's log and its witnesses, so that no history can "
                + "be checked.");
            var notBefore = parsed.GetValue(age) is { } length ? Before(length) : DateTimeOffset.MinValue;
            var isSound = true;
            foreach (var path in parsed.GetRequiredValue(paths))
            {
                foreach (var verdict in await CheckAsync(path, trust, notBefore, cancellation))
                {
                    isSound &= verdict.IsSound;
                    Tell(screen, path, verdict);
                }
            }

            return isSound ? ExitCode.Ok : ExitCode.NotVerified;
        });
        return command;
    }

    /// <summary>Names the file of those whose keys count.</summary>
    public static Option<FileInfo> Network(bool isRequired = true) => new("--network")
    {
        Description = "各方签署的网络文件，核验以其中的密钥为准 / The network file of the parties, by whose keys it is checked",
        Required = isRequired,
    };

    /// <summary>Reads a network file.</summary>
    public static T Read<T>(FileInfo file, Func<string, string, T> read)
    {
        var text = Documents.Text(file);
        try
        {
            return read(text, Path.GetDirectoryName(file.FullName)!);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Usage, $"“{file}”不是可用的网络文件：{wrong.Message}", $"'{file}' is no network file of use: {wrong.Message}");
        }
    }

    private static DateTimeOffset Before(string length)
    {
        try
        {
            return TimeProvider.System.GetUtcNow() - TimeLength.Parse(length);
        }
        catch (FormatException wrong)
        {
            throw new CommandException(ExitCode.Usage, $"--not-older-than：{wrong.Message}", $"--not-older-than: {wrong.Message}");
        }
    }

    private static async Task<IReadOnlyList<Verdict>> CheckAsync(
        string path, Trust trust, DateTimeOffset notBefore, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return File.Exists(LogFolder.CheckpointIn(path))
                    ? [.. LogFolder.Check(path, trust)]
                    : [await CheckPackageAsync(path, cancellation)];
            }

            if (Path.GetExtension(path).ToUpperInvariant() is ".TAR" or ".ZIP")
            {
                return [await CheckPackageAsync(path, cancellation)];
            }

            var text = await File.ReadAllTextAsync(path, cancellation);
            return text.StartsWith(ProofFile.Head, StringComparison.Ordinal) ? [ProofFile.Check(text, trust)]
                : text.StartsWith(StateProof.Head, StringComparison.Ordinal) ? [StateFile.Check(text, trust, notBefore)]
                : ListFile.IsOne(text) ? [.. ListFile.Check(text, trust)]
                : Json(text) is not { } json ? [Unknown]
                : json["format"]?.ToString() == ProvedRecord.Format ? [.. RecordFile.Check(json, trust)]
                : json["receipt"] is JsonObject inside ? [ReceiptFile.Check(inside.ToJsonString(), trust)]
                : json["signed"] is JsonObject ? [ReceiptFile.Check(text, trust)]
                : [Unknown];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.NotFound, $"无法读取“{path}”：{unreadable.Message}", $"Cannot read '{path}': {unreadable.Message}");
        }
    }

    private static async Task<Verdict> CheckPackageAsync(string path, CancellationToken cancellation)
    {
        using var bag = await Bag.OpenAsync(path, BagProfile.Evidence, ArchiveLimits.Standard, cancellation);
        var check = await bag.CheckAsync(null, cancellation);
        return check.IsAcceptable
            ? Verdict.Sound(
                $"证据包完整、有效，符合规范；封存摘要 {check.TagManifestDigest}。",
                $"The package is complete, valid and to the profile; sealed as {check.TagManifestDigest}.")
            : new Verdict(false, check.Findings.First(finding => finding.Severity == BagSeverity.Fault).Sentence);
    }

    private static Verdict Unknown => Verdict.Wrong(
        "不是可核验的文件：应为记录文件、证明、回执、名单、导出的历史或者证据包。",
        "This is nothing that can be checked: expected a record file, a proof, a receipt, a list, an exported history or a "
            + "package.");

    private static JsonObject? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Tell(Screen screen, string path, Verdict verdict)
    {
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["path"] = path,
                ["isSound"] = verdict.IsSound,
                ["zh"] = verdict.Sentence.Chinese,
                ["en"] = verdict.Sentence.English,
            });
            return;
        }

        var word = verdict.IsSound ? screen.Say("属实", "sound") : screen.Say("不实", "WRONG");
        screen.Line($"{word}  {path}  {screen.Say(verdict.Sentence)}");
    }
}
