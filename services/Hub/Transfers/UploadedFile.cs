using System.Security.Cryptography;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;
using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.Hub.Transfers;

/// <summary>What became of a chunk.</summary>
/// <param name="Held">How many bytes of the file the hub has.</param>
/// <param name="IsWhole">The file is whole, and its digest right.</param>
/// <param name="IsWorthTelling">The sender is to hear of it.</param>
internal readonly record struct UploadProgress(long Held, bool IsWhole, bool IsWorthTelling);

/// <summary>A file on its way to the hub: as much of it as has come, and the hash of that.</summary>
/// <remarks>The part on disk is the truth; the hash is only remembered, and made anew from the part after a restart.</remarks>
internal sealed class UploadedFile(string path, Digest content, long bytes) : IDisposable
{
    /// <summary>Gets the most bytes of a chunk.</summary>
    public const int ChunkBytesMax = 256 * 1024;

    private const long FlushEvery = 32 * 1024 * 1024;
    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private IncrementalHash? _hash;
    private Task _flush = Task.CompletedTask;
    private (long Begun, long Told) _flushed;
    private long _held = -1;
    private bool _isWhole;
    private bool _isGone;

    /// <summary>Gets where the part is.</summary>
    public string Path => path;

    /// <summary>Gets the digest that was declared.</summary>
    public Digest Content => content;

    /// <summary>Gets the size that was declared.</summary>
    public long Bytes => bytes;

    /// <summary>Gets whether all of it came, and is what was declared.</summary>
    public bool IsWhole => Find().IsWhole;

    /// <summary>Says how much is there, reading it again when that is not known any more.</summary>
    public UploadProgress Find()
    {
        lock (_gate)
        {
            if (_held < 0)
            {
                Recall();
            }

            return new UploadProgress(_held, _isWhole, false);
        }
    }

    /// <summary>Adds a chunk.</summary>
    /// <exception cref="IOException">The disk is full or failed; what came before stays.</exception>
    public (UploadProgress Progress, HubErrors.Failure? Failure) Append(long offset, ReadOnlyMemory<byte> chunk)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return (default, TransferErrors.NotOpen(content.ToString()));
            }

            if (_held < 0)
            {
                Recall();
            }

            if (_isWhole && offset == bytes && chunk.IsEmpty)
            {
                return (new UploadProgress(bytes, true, true), null);
            }

            if (offset != _held)
            {
                return (default, TransferErrors.WrongOffset(_held, offset));
            }

            if (chunk.Length > Math.Min(ChunkBytesMax, bytes - _held) || (chunk.IsEmpty && bytes > 0))
            {
                return (default, TransferErrors.WrongChunk(chunk.Length, ChunkBytesMax));
            }

            Write(chunk.Span);
            return _held == bytes ? Finish() : (Progress(), null);
        }
    }

    /// <summary>Closes the file while nothing comes; the part and the hash stay.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            Close();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _hash?.Dispose();
            (_hash, _isGone) = (null, true);
        }
    }

    private void Write(ReadOnlySpan<byte> chunk)
    {
        _file ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(_file, chunk, _held);
        }
        catch (IOException)
        {
            // As much of it as was written would lie about what is held.
            RandomAccess.SetLength(_file, _held);
            throw;
        }

        (_hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(chunk);
        _held += chunk.Length;
    }

    // Flushed beside what comes in, one flush at a time; told once it is done.
    private UploadProgress Progress()
    {
        if (!_flush.IsCompleted)
        {
            return new UploadProgress(_held, false, false);
        }

        var told = _flushed.Begun;
        var isNew = _flush.IsCompletedSuccessfully && told > _flushed.Told;
        if (isNew)
        {
            _flushed.Told = told;
        }

        if (_held - _flushed.Begun >= FlushEvery)
        {
            var file = _file!;
            _flushed.Begun = _held;
            _flush = Task.Run(() => RandomAccess.FlushToDisk(file));
        }

        return new UploadProgress(told, false, isNew);
    }

    private (UploadProgress Progress, HubErrors.Failure? Failure) Finish()
    {
        var found = Digest.FromBytes(_hash!.GetHashAndReset());
        Close();
        _hash.Dispose();
        _hash = null;
        if (found == content)
        {
            _isWhole = true;
            return (new UploadProgress(bytes, true, true), null);
        }

        File.Delete(path);
        _held = 0;
        return (default, TransferErrors.WrongDigest(content, found));
    }

    private void Recall()
    {
        _held = 0;
        if (!File.Exists(path))
        {
            return;
        }

        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var part = File.OpenRead(path))
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = part.Read(buffer)) > 0; _held += read)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        (_hash, _flushed) = (hash, (_held, _held));
        if (_held > bytes || (_held == bytes && Finish().Failure is not null))
        {
            File.Delete(path);
            _hash?.Dispose();
            (_hash, _held) = (null, 0);
        }
    }

    private void Close()
    {
        if (_file is not null)
        {
            _flush.ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
            _file.Dispose();
            _file = null;
        }
    }
}
