using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Disclosure.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Disclosures;

/// <summary>The clear values of this node's own records, each encrypted with a key of the person whom it concerns; and the keys
/// for answers that this node waits for.</summary>
/// <remarks>A person is known by a keyed digest of the number of the certificate. Destroying the person's key erases the values,
/// here and in every later copy; the record keeps its commitments, and the log still verifies.</remarks>
internal sealed class DisclosureVault : IDisposable
{
    private const int KeyBytes = 32;
    private readonly NodeStore _store;
    private readonly byte[] _wrapping;
    private readonly byte[] _naming;

    public DisclosureVault(NodeStore store, string folder)
    {
        _store = store;
        var secret = ReadSecret(Path.Combine(folder, "disclosures.key"));
        _wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "wrap"u8.ToArray());
        _naming = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "name"u8.ToArray());
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>Keeps values of a record; those that it had are replaced.</summary>
    public Task<int> KeepAsync(string dossier, IReadOnlyCollection<DisclosedValue> values, CancellationToken cancellation) =>
        _store.WriteAsync(
            connection =>
            {
                foreach (var person in values.GroupBy(value => PersonOf(value.Path), StringComparer.Ordinal))
                {
                    var handle = HandleOf(dossier, person.Key, person);
                    var key = KeyOf(connection, handle) ?? MakeKey(connection, handle);
                    foreach (var value in person)
                    {
                        _ = connection.Execute(
                            """
                            INSERT INTO disclosure(dossier, path, handle, sealed) VALUES ($dossier, $path, $handle, $sealed)
                            ON CONFLICT(dossier, path) DO UPDATE SET handle = excluded.handle, sealed = excluded.sealed
                            """,
                            ("$dossier", dossier),
                            ("$path", value.Path),
                            ("$handle", handle),
                            ("$sealed", ReplySeal.SealWith(key, value.ToByteArray(), $"{dossier}\n{value.Path}")));
                    }
                }

                return values.Count;
            },
            cancellation);

    /// <summary>Gets values of a record.</summary>
    /// <returns>All that were asked for; null when one is not kept, or was erased.</returns>
    public DisclosedValues? Find(string dossier, IEnumerable<string> paths)
    {
        using var connection = _store.Read();
        var found = new DisclosedValues();
        foreach (var path in paths)
        {
            var row = connection.Rows(
                "SELECT handle, sealed FROM disclosure WHERE dossier = $dossier AND path = $path",
                row => (Handle: row.GetFieldValue<byte[]>(0), Sealed: row.GetFieldValue<byte[]>(1)),
                ("$dossier", dossier), ("$path", path)).FirstOrDefault();
            if (row.Handle is null || KeyOf(connection, row.Handle) is not { } key
                || ReplySeal.OpenWith(key, row.Sealed, $"{dossier}\n{path}") is not { } plain)
            {
                return null;
            }

            found.Values.Add(DisclosedValue.Parser.ParseFrom(plain));
        }

        return found;
    }

    /// <summary>Destroys the key of a person, and the values with it.</summary>
    /// <param name="number">The full number of the certificate.</param>
    /// <param name="cancellation">Stops waiting for a place in the queue.</param>
    /// <returns>How many values there were.</returns>
    public async Task<int> EraseAsync(string number, CancellationToken cancellation)
    {
        var handle = NameOf(number);
        var erased = await _store.WriteAsync(
            connection =>
            {
                _ = connection.Execute("DELETE FROM subject_key WHERE handle = $handle", ("$handle", handle));
                return connection.Execute("DELETE FROM disclosure WHERE handle = $handle", ("$handle", handle));
            },
            cancellation);
        _store.Settle();
        return erased;
    }

    /// <summary>Makes the key to which the answer to a request is encrypted, and keeps its private half.</summary>
    /// <returns>The public half, SubjectPublicKeyInfo.</returns>
    public async Task<byte[]> MakeReplyKeyAsync(string id, CancellationToken cancellation)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var wrapped = ReplySeal.SealWith(_wrapping, key.ExportPkcs8PrivateKey(), id);
        _ = await _store.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO reply_key(id, sealed) VALUES ($id, $sealed)", ("$id", id), ("$sealed", wrapped)),
            cancellation);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Whether a request of this name was made here, and its answer has not been read.</summary>
    public bool AwaitsReply(string id) => SealedReplyKey(id) is not null;

    /// <summary>Opens an answer, once: the key is destroyed.</summary>
    /// <returns>The values; null when the key is gone, or the answer is not for it.</returns>
    public async Task<DisclosedValues?> OpenReplyAsync(
        string id, ReadOnlyMemory<byte> answer, CancellationToken cancellation)
    {
        var wrapped = SealedReplyKey(id);
        if (wrapped is null || ReplySeal.OpenWith(_wrapping, wrapped, id) is not { } pkcs8)
        {
            return null;
        }

        using var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        CryptographicOperations.ZeroMemory(pkcs8);
        if (ReplySeal.Open(key, answer.Span, id) is not { } plain)
        {
            return null;
        }

        _ = await _store.WriteAsync(
            connection => connection.Execute("DELETE FROM reply_key WHERE id = $id", ("$id", id)), cancellation);
        _store.Settle();
        return DisclosedValues.Parser.ParseFrom(plain);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_wrapping);
        CryptographicOperations.ZeroMemory(_naming);
    }

    private byte[]? SealedReplyKey(string id)
    {
        using var connection = _store.Read();
        return connection.Rows(
            "SELECT sealed FROM reply_key WHERE id = $id", row => row.GetFieldValue<byte[]>(0), ("$id", id)).FirstOrDefault();
    }

    // Values of one person stand under one message of the record: subjects[0].person.
    private static string PersonOf(string path) => path[..(path.LastIndexOf('.') + 1)];

    // Who is not known by a number has a key for this record alone.
    private byte[] HandleOf(string dossier, string person, IEnumerable<DisclosedValue> values) =>
        values.FirstOrDefault(value => value.Path.EndsWith(".number_commitment", StringComparison.Ordinal)) is { } number
            ? NameOf(number.Value.ToStringUtf8()) : NameOf($"{dossier}\n{person}");

    private byte[] NameOf(string text) => HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes(text.Trim().ToUpperInvariant()));

    private byte[]? KeyOf(SqliteConnection connection, byte[] handle) => connection.Rows(
        "SELECT sealed FROM subject_key WHERE handle = $handle", row => row.GetFieldValue<byte[]>(0), ("$handle", handle))
        .FirstOrDefault() is { } wrapped ? ReplySeal.OpenWith(_wrapping, wrapped, Convert.ToHexStringLower(handle)) : null;

    private byte[] MakeKey(SqliteConnection connection, byte[] handle)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        _ = connection.Execute(
            "INSERT INTO subject_key(handle, sealed) VALUES ($handle, $sealed)",
            ("$handle", handle),
            ("$sealed", ReplySeal.SealWith(_wrapping, key, Convert.ToHexStringLower(handle))));
        return key;
    }

    private static byte[] ReadSecret(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var made = new FileStream(path, options);
            made.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            made.Flush(flushToDisk: true);
        }

        return File.ReadAllBytes(path) is { Length: KeyBytes } secret
            ? secret
            : throw new InvalidOperationException(
                $"'{path}' must hold {KeyBytes} bytes. Restore it from the backup: without it the personal values that this node "
                + "keeps cannot be read.");
    }
}
