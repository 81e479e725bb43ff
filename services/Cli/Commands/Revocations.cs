using System.CommandLine;
using System.Numerics;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub ca crl</c>: the list of revoked certificates of an authority, without a hub.</summary>
internal static class Revocations
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "吊销列表文件（DER）；已有条目保留 / The list, DER; what is in it stays" };
        var authority = new Option<DirectoryInfo>("--authority")
        {
            Description = "证书机构的目录；根用于吊销签发机构 / Folder of the authority; the root revokes issuing ones", Required = true,
        };
        var certificates = new Option<FileInfo[]>("--certificate")
        {
            Description = "要吊销的证书，可重复 / A certificate to revoke; may be repeated", Arity = ArgumentArity.ZeroOrMore,
        };
        var days = new Option<int>("--days")
        {
            Description = "有效天数 / For how many days the list serves", DefaultValueFactory = _ => 30,
        };
        var command = new Command("crl", "签署吊销列表 / Sign the list of revoked certificates")
        {
            file, authority, certificates, days,
        };
        command.SetAction(parsed =>
        {
            using var issuing = Authorities.Read(parsed.GetRequiredValue(authority));
            var target = parsed.GetRequiredValue(file);
            var now = TimeProvider.System.GetUtcNow();
            var revoked = (parsed.GetValue(certificates) ?? [])
                .Select(one => ((ReadOnlyMemory<byte>)Authorities.Certificate(one).SerialNumberBytes, now));
            var number = new BigInteger(now.ToUnixTimeMilliseconds());
            var list = issuing.ListRevoked(
                target.Exists ? Authorities.Bytes(target) : null, revoked, number, (now, now.AddDays(parsed.GetValue(days))));
            Authorities.Written(() => File.WriteAllBytes(target.FullName, list));
            return ExitCode.Ok;
        });
        return command;
    }
}
