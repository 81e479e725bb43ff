using System.Text;
using System.Text.RegularExpressions;

namespace ExchangeHub.BagIt;

/// <summary>What <c>bagit.txt</c> declares (RFC 8493, 2.1.1).</summary>
/// <param name="Version">The version, such as <c>1.0</c>.</param>
/// <param name="EncodingName">The encoding as it is written, such as <c>UTF-8</c>.</param>
/// <param name="Encoding">The encoding of the other tag files; it throws on what is none.</param>
internal sealed partial record Declaration(string Version, string EncodingName, Encoding Encoding)
{
    public const string FileName = "bagit.txt";
    public const string Text = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    /// <summary>Gets whether the rules of 1.0 hold, and not the looser ones before it.</summary>
    public bool IsFinal => Version == "1.0";

    /// <summary>Reads the declaration; what is wrong is said.</summary>
    /// <returns>The declaration, or that of 1.0 where it could not be read.</returns>
    public static async Task<Declaration> ReadAsync(
        BagContext context, IReadOnlyList<string> algorithms, CancellationToken cancellationToken)
    {
        var utf8 = new UTF8Encoding(false, true);
        var standard = new Declaration("1.0", "UTF-8", utf8);
        var file = context.TagFile(FileName);
        if (file is null)
        {
            context.Findings.Add(BagFault.DeclarationMissing, FileName, (string?)null);
            return standard;
        }

        var faults = context.Findings.Faults;
        var lines = new List<string>();
        var reader = new TagLines(context, utf8, algorithms);
        await foreach (var line in reader.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            lines.Add(line);
            if (lines.Count > 8)
            {
                break;
            }
        }

        var (isExact, version, encoding) = Read(lines);
        if (!isExact && version is { Success: true, Groups: [_, { Value: not "1.0" }, ..] } && encoding.Success)
        {
            // Before 1.0 nothing was said of the white space.
            context.Findings.Add(
                BagFault.DeclarationMalformed, FileName, string.Join(" ⏎ ", lines), context.Advised);
        }
        else if (!isExact)
        {
            if (context.Findings.Faults == faults)
            {
                context.Findings.Add(BagFault.DeclarationMalformed, FileName, string.Join(" ⏎ ", lines));
            }

            return standard;
        }

        return Judge(context, version.Groups[1].Value, encoding.Groups[1].Value) ?? standard;
    }

    private static (bool IsExact, Match Version, Match Encoding) Read(List<string> lines)
    {
        var (first, second) = (lines.ElementAtOrDefault(0) ?? "", lines.ElementAtOrDefault(1) ?? "");
        var (version, encoding) = (VersionLine().Match(first), EncodingLine().Match(second));
        return version.Success && encoding.Success && lines.Count == 2
            ? (true, version, encoding)
            : (false, LooseVersionLine().Match(first), lines.Skip(2).All(string.IsNullOrWhiteSpace)
                ? LooseEncodingLine().Match(second)
                : Match.Empty);
    }

    private static Declaration? Judge(BagContext context, string version, string name)
    {
        if (version is not ("1.0" or "0.97" or "0.96" or "0.95" or "0.94" or "0.93"))
        {
            context.Findings.Add(BagFault.VersionUnknown, FileName, version);
            return null;
        }

        Encoding? encoding = name.ToUpperInvariant() switch
        {
            "UTF-8" => new UTF8Encoding(false, true),
            "UTF-16" or "UTF-16BE" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
            "UTF-16LE" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
            "ISO-8859-1" or "US-ASCII" => Encoding.GetEncoding(
                name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            "GB18030" or "GBK" or "GB2312" or "BIG5" or "WINDOWS-1252" or "ISO-8859-15" => CodePagesEncodingProvider.Instance
                .GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            _ => null,
        };
        if (encoding is null)
        {
            context.Findings.Add(BagFault.EncodingUnknown, FileName, name);
            return null;
        }

        return new Declaration(version, name, encoding);
    }

    // Exactly one space, and nothing behind: "valid" begins here.
    [GeneratedRegex(@"\ABagIt-Version: ([0-9]+\.[0-9]+)\z")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"\ATag-File-Character-Encoding: ([A-Za-z0-9][A-Za-z0-9._:-]*)\z")]
    private static partial Regex EncodingLine();

    [GeneratedRegex(@"\A\s*BagIt-Version\s*:\s*([0-9]+\.[0-9]+)\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex LooseVersionLine();

    [GeneratedRegex(@"\A\s*Tag-File-Character-Encoding\s*:\s*([A-Za-z0-9][A-Za-z0-9._:-]*)\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex LooseEncodingLine();
}
