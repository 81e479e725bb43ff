using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Output;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub enrol</c> and <c>xhub renew</c>: how a member gets its certificate, and the next one.</summary>
internal static class Enrol
{
    private const string WaitingKey = "enrolling-key.pem";

    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "身份目录，写入 certificate.pem、key.pem、root.pem / Folder of the identity to be",
        };
        var at = new Option<string>("--at") { Description = "枢纽的接入地址 / Where the hub enrols, https://…", Required = true };
        var root = new Option<FileInfo>("--root") { Description = "网络的根证书 / Certificate of the network's root", Required = true };
        var invitation = new Option<string>("--invitation")
        {
            Description = "邀请码 / The code of the invitation", Required = true,
        };
        var command = new Command("enrol", "接入：生成密钥、提出申请、等待批准 / Make a key, propose it, wait for its approval")
        {
            folder, at, root, invitation,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(folder).FullName, ReadAddress(parsed.GetRequiredValue(at)),
            ReadRoot(parsed.GetRequiredValue(root)), parsed.GetRequiredValue(invitation), cancellation));
        return command;
    }

    public static Command Renew()
    {
        var command = new Command(
            "renew", "以新密钥续期（节点与控制台自动续期）/ Renew with a new key; nodes and the console do it themselves");
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            var renewal = new Renewal(Shared.Identity(parsed), Shared.HubAddress(parsed), TimeProvider.System);
            var last = await TriedAsync(() => renewal.RenewAsync(cancellation));
            screen.Line(screen.IsJson ? new JsonObject { ["notAfter"] = $"{last:O}" }.ToJsonString()
                : screen.Say($"已续期至 {last:O}；原密钥 7 日内仍有效。", $"Renewed until {last:O}; the key before counts for 7 more days."));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, Uri at, X509Certificate2 root, string code, CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        if (File.Exists(Path.Combine(folder, IdentityFolder.KeyFile)))
        {
            throw new CommandException(
                ExitCode.Conflict, $"“{folder}”中已有身份，未作改动。续期请用 xhub renew。",
                $"There is an identity in '{folder}'; nothing was changed. xhub renew renews it.");
        }

        using var key = MakeOrFindKey(folder);
        var pin = Digest.Of(key.ExportSubjectPublicKeyInfo());
        screen.Progress(screen.Say($"密钥摘要（请读给批准人核对）：{pin}", $"Pin of the key, to be read out to who approves it: {pin}"));
        var request = KeyRequests.Make(key);
        using var client = new EnrolmentClient(at, Peers.ToHub(root));
        while (true)
        {
            var (certificates, wait) = await TriedAsync(() => client.EnrolAsync(code, request, cancellation));
            if (certificates is not null)
            {
                IdentityFolder.Write(folder, certificates, key, root);
                File.Delete(Path.Combine(folder, WaitingKey));
                var last = certificates[0].NotAfter.ToUniversalTime();
                screen.Line(screen.IsJson
                    ? new JsonObject { ["pin"] = $"{pin}", ["folder"] = folder, ["notAfter"] = $"{last:O}" }.ToJsonString()
                    : screen.Say($"已接入，身份保存在 {folder}，有效期至 {last:O}。",
                        $"Enrolled: the identity is in {folder}, until {last:O}."));
                return ExitCode.Ok;
            }

            await Task.Delay(wait, cancellation);
        }
    }

    // Who is interrupted while waiting goes on with the same key: the invitation is bound to it.
    private static ECDsa MakeOrFindKey(string folder)
    {
        var path = Path.Combine(folder, WaitingKey);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }

        Directory.CreateDirectory(folder);
        SecretFile.Replace(path, key.ExportPkcs8PrivateKeyPem() + "\n", isSecret: true);
        return key;
    }

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var at) && at.Scheme == Uri.UriSchemeHttps ? at
        : throw new CommandException(
            ExitCode.Usage, $"--at 应为 https://hub.example:7101 之类的地址；实为“{text}”。",
            $"--at: expected an address such as https://hub.example:7101; found '{text}'.");

    private static X509Certificate2 ReadRoot(FileInfo file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file.FullName);
        }
        catch (CryptographicException)
        {
            throw new CommandException(
                ExitCode.Usage, $"“{file.Name}”不存在或不是证书。", $"'{file.Name}' is not there, or is no certificate.");
        }
    }

    private static async Task<T> TriedAsync<T>(Func<Task<T>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (EnrolmentException refused)
        {
            throw new CommandException(ExitCode.Denied, refused.Wording.Chinese, refused.Wording.English);
        }
        catch (HttpRequestException away)
        {
            throw new CommandException(
                ExitCode.Unreachable,
                $"无法连接枢纽，或对方不是该根证书下的枢纽：{away.Message}",
                $"The hub cannot be reached, or is not one that the root vouches for: {away.Message}");
        }
    }
}
