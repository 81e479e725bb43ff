using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What one look at all bytes of a table tells about it.</summary>
/// <param name="LengthBytes">The size.</param>
/// <param name="Digest">The digest of all bytes.</param>
/// <param name="Encoding">The encoding, told or found.</param>
/// <param name="Separator">What stands between two cells; null when each line is a JSON object.</param>
/// <param name="Unfit">Why it cannot be read at all; null when it can be tried.</param>
internal sealed record SourceTraits(long LengthBytes, Digest Digest, TableEncoding Encoding, char? Separator, Violation? Unfit)
{
    private const int BufferBytes = 64 * 1024;

    private static readonly Wording Table = new(
        "CSV（逗号或制表符分隔）或 NDJSON（每行一个 JSON 对象）文件，编码为 UTF-8 或 GB18030",
        "CSV with commas or tabs, or NDJSON with one JSON object a line, in UTF-8 or GB18030");

    /// <summary>Reads a pass to its end.</summary>
    /// <param name="pass">A fresh pass.</param>
    /// <param name="told">The encoding that the caller says; <see cref="TableEncoding.Detect"/> when it does not.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The traits.</returns>
    public static async Task<SourceTraits> ExamineAsync(
        PassStream pass, TableEncoding told, CancellationToken cancellationToken)
    {
        var scan = new EncodingScan();
        var buffer = new byte[BufferBytes];
        var head = Array.Empty<byte>();
        var kept = 0;
        while (await pass.ReadAsync(buffer.AsMemory(kept), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            var filled = buffer.AsMemory(0, kept + count);
            head = head.Length == 0 ? filled.ToArray() : head;
            var used = scan.Feed(filled.Span, isLast: false);
            filled[used..].CopyTo(buffer);
            kept = filled.Length - used;
        }

        _ = scan.Feed(buffer.AsSpan(0, kept), isLast: true);
        var unfit = FaultOf(head) ?? FaultOf(scan, head, told);
        var encoding = EncodingOf(scan, head, told);
        var text = DecoderOf(encoding).GetString(head).TrimStart('\uFEFF').TrimStart();
        unfit ??= text.StartsWith('[')
            ? new Violation(Table, new Wording("一个 JSON 数组", "a JSON array"))
            : null;
        return new SourceTraits(
            pass.BytesRead, pass.FinishDigest(), encoding, text.StartsWith('{') ? null : SeparatorOf(text), unfit);
    }

    /// <summary>Makes a decoder that writes U+FFFD where bytes have no meaning.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <returns>The decoder; for UTF-8, a reader that is given it passes over a byte order mark.</returns>
    public static Encoding DecoderOf(TableEncoding encoding) => encoding == TableEncoding.Gb18030
        ? CodePagesEncodingProvider.Instance.GetEncoding(
            "GB18030", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? throw new InvalidOperationException("This platform lacks GB18030.")
        : new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    private static bool HasMark(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8);

    private static TableEncoding EncodingOf(EncodingScan scan, ReadOnlySpan<byte> head, TableEncoding told) =>
        HasMark(head) ? TableEncoding.Utf8
        : told != TableEncoding.Detect ? told
        : scan.FirstOtherLine is null ? TableEncoding.Utf8
        : TableEncoding.Gb18030;

    private static Violation? FaultOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return new Violation(Table, new Wording("UTF-16 编码的文件，请另存为 UTF-8", "a file in UTF-16; save it as UTF-8"));
        }

        return head is [0x50, 0x4B, 3, 4, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..]
            ? new Violation(Table, new Wording(
                "Excel 工作簿或压缩文件，请另存为 CSV UTF-8", "an Excel workbook or a zip file; save the sheet as CSV UTF-8"))
            : null;
    }

    private static Violation? FaultOf(EncodingScan scan, ReadOnlySpan<byte> head, TableEncoding told)
    {
        if (!scan.HasContent)
        {
            return new Violation(Table, new Wording("空文件", "an empty file"));
        }

        return told == TableEncoding.Detect && !HasMark(head)
            && scan is { FirstOtherLine: { } other, FirstTellingLine: { } telling }
            ? new Violation(
                new Wording("全文使用同一种编码，或者说明用哪一种", "one encoding throughout, or to be told which"),
                new Wording($"第 {telling} 行是 UTF-8、第 {other} 行不是", $"line {telling} in UTF-8 and line {other} not"))
            : null;
    }

    // Of the first line: what stands in quotation marks is text.
    private static char SeparatorOf(string text)
    {
        var isQuoted = false;
        int commas = 0, tabs = 0;
        foreach (var character in text)
        {
            if (character is '\n' or '\r' && !isQuoted)
            {
                break;
            }

            isQuoted ^= character == '"';
            commas += character == ',' && !isQuoted ? 1 : 0;
            tabs += character == '\t' && !isQuoted ? 1 : 0;
        }

        return tabs > commas ? '\t' : ',';
    }
}
