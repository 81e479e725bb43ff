using System.Globalization;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Transfers;

/// <summary>A package that is being uploaded: its folder in the scratch area, and the files in it.</summary>
internal sealed class OpenPackage : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, UploadedFile> _files = [];
    private readonly string _folder;
    private long _bytes;
    private bool _isClosed;

    public OpenPackage(string folder, Package package)
    {
        (_folder, Package) = (folder, package);
        _ = Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            // <digest>.<declared size>
            var parts = Path.GetFileName(path).Split('.');
            if (parts.Length == 2 && Digest.TryParse($"sha256:{parts[0]}", out var content)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                && _files.TryAdd(content, new UploadedFile(path, content, bytes)))
            {
                _bytes += bytes;
            }
        }
    }

    /// <summary>Gets what was declared.</summary>
    public Package Package { get; private set; }

    /// <summary>Gets held while the package is committed.</summary>
    public SemaphoreSlim Committing { get; } = new(1);

    /// <summary>Takes a declaration that was made again.</summary>
    public void Redeclare(Package package)
    {
        lock (_gate)
        {
            Package = package;
        }
    }

    /// <summary>Finds a file; null when nothing of it came.</summary>
    public UploadedFile? Find(Digest content)
    {
        lock (_gate)
        {
            return _files.GetValueOrDefault(content);
        }
    }

    /// <summary>Finds a file, or begins it.</summary>
    public (UploadedFile? File, HubErrors.Failure? Failure) FindOrBegin(Digest content, long bytes)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return (null, TransferErrors.NotOpen(Package.Key.Dossier.ToString()));
            }

            if (_files.TryGetValue(content, out var known))
            {
                if (known.Bytes == bytes)
                {
                    return (known, null);
                }

                if (known.Find().Held > 0)
                {
                    return (null, TransferErrors.OtherSize(known.Bytes, bytes));
                }

                Forget(known);
            }

            if (bytes > Package.Bytes - _bytes)
            {
                return (null, TransferErrors.TooLarge("package.size_bytes", Package.Bytes));
            }

            if (_files.Count == Package.Files)
            {
                return (null, TransferErrors.TooLarge("package.file_count", Package.Files));
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{content.ToString()[7..]}.{bytes}");
            var begun = new UploadedFile(Path.Combine(_folder, name), content, bytes);
            _files.Add(content, begun);
            _bytes += bytes;
            return (begun, null);
        }
    }

    /// <summary>Takes nothing more, and throws away what was not kept.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var file in _files.Values)
            {
                file.Dispose();
            }

            _files.Clear();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var file in _files.Values)
            {
                file.Dispose();
            }
        }

        Committing.Dispose();
    }

    private void Forget(UploadedFile file)
    {
        file.Dispose();
        File.Delete(file.Path);
        _ = _files.Remove(file.Content);
        _bytes -= file.Bytes;
    }
}
