using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.BagIt;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Verification;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>Whom to believe of those who sign packages.</summary>
/// <param name="Root">The root of the network; null leaves the certificate unjudged.</param>
/// <param name="Authorities">Certificates of the time-stamp authorities of the network, DER.</param>
internal sealed record SignerTrust(X509Certificate2? Root, ImmutableArray<ImmutableArray<byte>> Authorities)
{
    /// <summary>Reads whom to believe.</summary>
    /// <exception cref="CommandException">A file cannot be read, or is not what it should be.</exception>
    public static SignerTrust Read(FileInfo? root, FileInfo? network)
    {
        var authorities = network is null ? [] : Verify.Read(network, Trust.ReadNetwork).TimestampAuthorities;
        try
        {
            return new SignerTrust(
                root is null ? null : X509Certificate2.CreateFromPem(Documents.Text(root)), authorities);
        }
        catch (CryptographicException)
        {
            throw new CommandException(
                ExitCode.Usage, $"“{root}”不是 PEM 格式的证书。", $"'{root}' is no certificate in PEM.");
        }
    }

    /// <summary>Says who signed and when, and what speaks against believing it.</summary>
    /// <param name="signer">What the signature says.</param>
    /// <param name="origin">The node that the bag says it is of.</param>
    public (Wording Told, Wording? Doubt) Judge(TagManifestSigner signer, string origin)
    {
        var stamped = signer.StampedAt(Authorities);
        var (zh, en) = (signer.Certificate.Subject, signer.Certificate.Subject);
        if ((stamped ?? signer.SignedAt) is { } at)
        {
            var text = at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            (zh, en) = stamped is null
                ? ($"{zh}；签名时间 {text}（签名人自述，无可信时间戳）", $"{en}; on {text}, by its own word: no trusted time-stamp")
                : ($"{zh}；时间戳证明不晚于 {text} 签名", $"{en}; by {text}, as a time-stamp shows");
        }

        return Root is null
            ? (new Wording($"{zh}；未核对证书链（请给出 --root）", $"{en}; its certificate was not judged (give --root)"), null)
            : (new Wording(zh, en), signer.FaultUnder(Root, stamped ?? signer.SignedAt ?? TimeProvider.System.GetUtcNow())
                ?? Stranger(signer.Certificate, origin));
    }

    private static Wording? Stranger(X509Certificate2 certificate, string origin)
    {
        var member = Subjects.NetworkOf(certificate) is { } network ? Subjects.MemberOf(certificate, network) : null;
        return member?.Node?.ToString() == origin ? null : new Wording(
            $"证据包出自 {origin}，而签名证书属于 {member?.ToString() ?? "其他单位"}",
            $"the package is of {origin}, and the certificate of {member?.ToString() ?? "somebody else"}");
    }
}
