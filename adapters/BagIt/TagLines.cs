using System.Runtime.CompilerServices;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Reads the lines of a tag file, which end with LF, CR or CRLF (RFC 8493, 2.2).</summary>
/// <param name="context">The bag.</param>
/// <param name="encoding">The declared encoding; it throws on what is none.</param>
/// <param name="algorithms">Whose digests of the file are kept, so that what is judged is what was read.</param>
internal sealed class TagLines(BagContext context, Encoding encoding, IReadOnlyList<string> algorithms)
{
    private const int LineCharsMax = 16 * 1024;

    /// <summary>Reads the lines of a file; what cannot be read is said, and ends it.</summary>
    public async IAsyncEnumerable<string> ReadAsync(
        StoredFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var digests = new DigestSet(algorithms);
        var stream = new DigestingStream(context.Store.OpenRead(file), digests);
        await using (stream.ConfigureAwait(false))
        {
            var actual = await OrderOfBytesAsync(file, cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(
                stream, actual, detectEncodingFromByteOrderMarks: false, 16 * 1024, leaveOpen: true);
            var (block, line, afterReturn, isFirst) = (new char[8 * 1024], new StringBuilder(), false, true);
            int count;
            while ((count = await ReadAsync(reader, block, file, cancellationToken).ConfigureAwait(false)) > 0)
            {
                var begin = isFirst && HasMark(file, block[0]) ? 1 : 0;
                isFirst = false;
                for (var index = begin; index < count; index++)
                {
                    var isEnd = block[index] is '\r' or '\n';
                    if (!isEnd && line.Length < LineCharsMax)
                    {
                        _ = line.Append(block[index]);
                    }
                    else if (!isEnd)
                    {
                        context.Findings.Add(BagFault.LimitExceeded, file.Path, new Wording(
                            $"超过 {LineCharsMax} 个字符的行", $"a line of more than {LineCharsMax} characters"));
                        yield break;
                    }
                    else if (block[index] == '\r' || !afterReturn)
                    {
                        yield return line.ToString();
                        _ = line.Clear();
                    }

                    afterReturn = block[index] == '\r';
                }
            }

            if (count < 0)
            {
                yield break;
            }

            if (line.Length > 0)
            {
                yield return line.ToString();
            }
        }

        file.Digests = digests.Finish();
    }

    // In UTF-16 a byte order mark says which byte comes first; without one it is the higher (RFC 2781, 4.3).
    private async ValueTask<Encoding> OrderOfBytesAsync(StoredFile file, CancellationToken cancellationToken)
    {
        if (encoding is not UnicodeEncoding)
        {
            return encoding;
        }

        var mark = new byte[2];
        var stream = context.Store.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            var read = await stream.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return read == 2 && mark is [0xFF, 0xFE]
                ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)
                : encoding;
        }
    }

    private bool HasMark(StoredFile file, char first)
    {
        if (first != '\uFEFF')
        {
            return false;
        }

        if (encoding is not UnicodeEncoding)
        {
            context.Findings.Add(BagFault.TagFileUnreadable, file.Path, new Wording("字节顺序标记", "a byte order mark"));
        }

        return true;
    }

    // The characters read; negative when they cannot be.
    private async ValueTask<int> ReadAsync(
        StreamReader reader, char[] block, StoredFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(block, cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            context.Findings.Add(BagFault.TagFileUnreadable, file.Path, new Wording(
                $"不是 {encoding.WebName} 的字节", $"bytes that are not {encoding.WebName}"));
        }
        catch (FalseContentException fault)
        {
            file.IsFalse = true;
            context.Findings.Add(BagFault.EntryContentFalse, file.Path, fault.Found);
        }
        catch (InvalidDataException)
        {
            file.IsFalse = true;
            context.Findings.Add(BagFault.EntryContentFalse, file.Path, FalseContentException.Unreadable);
        }

        return -1;
    }
}

/// <summary>Digests what is read through it.</summary>
internal sealed class DigestingStream(Stream inner, DigestSet digests) : ReadStream
{
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        digests.Append(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        digests.Append(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
