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
        Verify(), Manifest(), EvidencePack.Command(), HandOvers.Trace(), EvidencePush.Command(), EvidencePull.Command(),
        EvidenceList.Command(),
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
        var root = new Option<FileInfo?>("--root")
        {
            Description = "网络的根证书：核对签名证书的来源 / Certificate of the network's root, to judge who signed",
        };
        var network = new Option<FileInfo?>("--network")
        {
            Description = "网络文件：其时间戳机构可证明签名时间 / Network file, whose time-stamp authorities show when it was signed",
        };
        var command = new Command(
            "verify", "离线校验证据包：文件、签名和执法八步法 / Check a package offline: its files, its signature and the eight steps")
        {
            package, decidedOn, root, network,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            var trust = SignerTrust.Read(parsed.GetValue(root), parsed.GetValue(network));
            using var bag = await OpenAsync(parsed.GetRequiredValue(package), cancellation);
            var check = await bag.CheckAsync(new PackageProgress(screen, new Wording("已校验", "checked")), cancellation);
            var contents = await PackageContents.ReadAsync(bag, check, DayOf(parsed.GetValue(decidedOn)), trust, cancellation);
            BagTable.Tell(screen, bag, check, contents);
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
                BagTable.Tell(screen, bag, bag.Completeness, null);
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
}
