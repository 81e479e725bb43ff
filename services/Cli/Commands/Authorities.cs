using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub ca root|issuing|issue|crl|show</c>: the certificate authorities of a network, without a hub.</summary>
internal static class Authorities
{
    internal static readonly Option<bool> Replace = new("--replace")
    {
        Description = "覆盖已有文件 / Write over what is there",
    };

    public static Command Command() => new("ca", "网络自有证书机构：根、签发、证书、吊销列表 / The certificate authorities of a network")
    {
        Root(), Issuing(), Issue.Command(), Revocations.Command(), Show(),
    };

    private static Command Root()
    {
        var folder = Folder("folder", "根证书机构的目录，请离线保存 / Folder of the root; keep it offline");
        var network = new Option<string>("--network") { Description = "网络名称 / Name of the network", Required = true };
        var command = new Command("root", "生成根证书机构（P-384，十年）/ Make the root (P-384, ten years)") { folder, network, Replace };
        command.SetAction(parsed =>
        {
            using var root = CertificateAuthority.MakeRoot(parsed.GetRequiredValue(network), TimeProvider.System.GetUtcNow());
            Keep(parsed, parsed.GetRequiredValue(folder), root);
            return Tell(root.Certificate);
        });
        return command;
    }

    private static Command Issuing()
    {
        var folder = Folder("folder", "签发机构的目录，供枢纽使用 / Folder of the issuing authority, for the hub");
        var root = new Option<DirectoryInfo>("--root") { Description = "根证书机构的目录 / Folder of the root", Required = true };
        var command = new Command("issuing", "由根签署签发机构（P-256，五年）/ Make the issuing authority, signed by the root")
        {
            folder, root, Replace,
        };
        command.SetAction(parsed =>
        {
            using var above = Read(parsed.GetRequiredValue(root));
            if (!above.IsRoot)
            {
                throw new CommandException(
                    ExitCode.Usage, "--root 应为根证书机构的目录；所给为签发机构。",
                    "--root: expected the folder of the root; found that of an issuing authority.");
            }

            using var issuing = above.MakeIssuing(TimeProvider.System.GetUtcNow());
            Keep(parsed, parsed.GetRequiredValue(folder), issuing);
            return Tell(issuing.Certificate);
        });
        return command;
    }

    private static Command Show()
    {
        var file = new Argument<FileInfo>("file") { Description = "证书（PEM）/ A certificate, PEM" };
        var command = new Command("show", "证书的成员、密钥摘要与有效期 / Member, pin and life of a certificate") { file };
        command.SetAction(parsed => Tell(Certificate(parsed.GetRequiredValue(file))));
        return command;
    }

    internal static int Tell(X509Certificate2 certificate)
    {
        var screen = Screen.Current.Value!;
        var member = Subjects.NetworkOf(certificate) is { } network ? Subjects.MemberOf(certificate, network)?.ToString() : null;
        var told = new JsonObject
        {
            ["subject"] = certificate.Subject,
            ["issuer"] = certificate.Issuer,
            ["member"] = member ?? "",
            ["pin"] = Subjects.PinOf(certificate).ToString(),
            ["serial"] = certificate.SerialNumber.ToLowerInvariant(),
            ["notBefore"] = Instant(certificate.NotBefore),
            ["notAfter"] = Instant(certificate.NotAfter),
        };
        if (screen.IsJson)
        {
            screen.Json(told);
            return ExitCode.Ok;
        }

        foreach (var (name, value) in told)
        {
            screen.Line($"{name,-10} {value}");
        }

        return ExitCode.Ok;
    }

    private static string Instant(DateTime at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static Argument<DirectoryInfo> Folder(string name, string description) => new(name) { Description = description };

    internal static CertificateAuthority Read(DirectoryInfo folder)
    {
        try
        {
            return AuthorityFolder.Read(folder.FullName);
        }
        catch (IdentityException unusable)
        {
            throw new CommandException(ExitCode.Usage, unusable.Wording.Chinese, unusable.Wording.English);
        }
    }

    internal static X509Certificate2 Certificate(FileInfo file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Bytes(file));
        }
        catch (CryptographicException)
        {
            throw new CommandException(
                ExitCode.Usage, $"“{file.Name}”不是 X.509 证书。", $"'{file.Name}' is no X.509 certificate.");
        }
    }

    internal static byte[] Bytes(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Usage, $"“{file.Name}”无法读取。", $"'{file.Name}' cannot be read. {unreadable.Message}");
        }
    }

    private static void Keep(ParseResult parsed, DirectoryInfo folder, CertificateAuthority authority)
    {
        Spare(parsed, Path.Combine(folder.FullName, AuthorityFolder.KeyFile));
        Written(() => AuthorityFolder.Write(folder.FullName, authority));
    }

    internal static void Spare(ParseResult parsed, string file)
    {
        if (File.Exists(file) && !parsed.GetValue(Replace))
        {
            throw new CommandException(
                ExitCode.Conflict, $"“{file}”已存在，未作改动。如确要覆盖，请加 --replace。",
                $"'{file}' is there already; nothing was changed. Add --replace to write over it.");
        }
    }

    internal static void Written(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failure, $"无法写入：{failed.Message}", $"Cannot write: {failed.Message}");
        }
    }
}
