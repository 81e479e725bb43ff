using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub ca issue</c>: the certificate of an operator or a hub; every other member enrols.</summary>
internal static class Issue
{
    public static Command Command()
    {
        var member = new Argument<string>("member") { Description = "成员，如 operator:zhang-wei 或 hub:main / The member" };
        var folder = Authorities.Folder("folder", "身份目录 / Folder of the identity: certificate.pem, key.pem, root.pem");
        var authority = new Option<DirectoryInfo>("--authority")
        {
            Description = "签发机构的目录 / Folder of the issuing authority", Required = true,
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "枢纽的主机名或地址，可重复 / Name or address of a hub; may be repeated", Arity = ArgumentArity.ZeroOrMore,
        };
        var request = new Option<FileInfo?>("--request")
        {
            Description = "证书请求；缺省时在目录中生成密钥 / A request (PKCS #10); without one a key is made in the folder",
        };
        var command = new Command("issue", "为操作员或枢纽签发证书（90 天）/ Issue the certificate of an operator or a hub (90 days)")
        {
            member, folder, authority, hosts, request, Authorities.Replace,
        };
        command.SetAction(parsed =>
        {
            using var issuing = Authorities.Read(parsed.GetRequiredValue(authority));
            var who = MemberOf(parsed.GetRequiredValue(member));
            var names = parsed.GetValue(hosts) ?? [];
            if (who.Kind == MemberKind.Hub == (names.Length == 0))
            {
                throw new CommandException(
                    ExitCode.Usage, "枢纽须以 --host 给出主机名或地址，其他成员则不得给出。",
                    "A hub needs --host with its name or address; no other member has one.");
            }

            return parsed.GetValue(request) is { } file
                ? IssueFor(parsed, issuing, file, (who, names, parsed.GetRequiredValue(folder)))
                : IssueWithKey(parsed, issuing, (who, names, parsed.GetRequiredValue(folder)));
        });
        return command;
    }

    private static int IssueWithKey(
        ParseResult parsed, CertificateAuthority issuing, (MemberId Who, string[] Hosts, DirectoryInfo Folder) to)
    {
        Authorities.Spare(parsed, Path.Combine(to.Folder.FullName, IdentityFolder.KeyFile));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = issuing.Issue(new PublicKey(key), to.Who, to.Hosts, TimeProvider.System.GetUtcNow());
        Authorities.Written(() => IdentityFolder.Write(
            to.Folder.FullName, [certificate, issuing.Certificate], key, issuing.Root));
        return Authorities.Tell(certificate);
    }

    private static int IssueFor(
        ParseResult parsed, CertificateAuthority issuing, FileInfo request,
        (MemberId Who, string[] Hosts, DirectoryInfo Folder) to)
    {
        _ = KeyRequests.Read(Authorities.Bytes(request), out var key, out var violation);
        if (key is null)
        {
            throw new CommandException(ExitCode.Usage, violation!.ToChinese(), violation.ToString());
        }

        var file = Path.Combine(to.Folder.FullName, IdentityFolder.CertificateFile);
        Authorities.Spare(parsed, file);
        var certificate = issuing.Issue(key, to.Who, to.Hosts, TimeProvider.System.GetUtcNow());
        Authorities.Written(() =>
        {
            Directory.CreateDirectory(to.Folder.FullName);
            SecretFile.Replace(
                file, $"{certificate.ExportCertificatePem()}\n{issuing.Certificate.ExportCertificatePem()}\n", isSecret: false);
            SecretFile.Replace(
                Path.Combine(to.Folder.FullName, IdentityFolder.RootFile), issuing.Root.ExportCertificatePem() + "\n",
                isSecret: false);
        });
        return Authorities.Tell(certificate);
    }

    private static MemberId MemberOf(string text) => MemberId.TryParse(text, out var member, out var violation)
        ? member : throw new CommandException(ExitCode.Usage, violation.ToChinese(), violation.ToString());
}
