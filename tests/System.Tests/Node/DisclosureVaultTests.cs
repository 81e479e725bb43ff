using System.Text;
using ExchangeHub.Node.Disclosures;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Disclosure.V1;
using Google.Protobuf;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Values are on the disk encrypted, outlive a restart, and are gone with the key of their person.</summary>
public sealed class DisclosureVaultTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Number = "320509190002020021";
    private const string Dossier = "permit/91320509MAHUB0013D001P/1";
    private const string Path = "subjects[0].person.number_commitment";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-vault-");
    private NodeStore _store = null!;

    public Task InitializeAsync()
    {
        _store = new NodeStore(_folder.FullName);
        return Task.CompletedTask;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Values_outlive_a_restart_and_stand_nowhere_in_clear()
    {
        using (var vault = new DisclosureVault(_store, _folder.FullName))
        {
            _ = await vault.KeepAsync(Dossier, [Value()], CancellationToken.None);
        }

        await _store.DisposeAsync();
        Assert.False(IsOnDisk(Encoding.UTF8.GetBytes(Number)));
        _store = new NodeStore(_folder.FullName);
        using var again = new DisclosureVault(_store, _folder.FullName);

        Assert.Equal(Number, again.Find(Dossier, [Path])!.Values.Single().Value.ToStringUtf8());
        Assert.Null(again.Find(Dossier, ["subjects[0].person.name_commitment"]));
    }

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_on_the_disk()
    {
        using var vault = new DisclosureVault(_store, _folder.FullName);
        _ = await vault.KeepAsync(Dossier, [Value()], CancellationToken.None);
        byte[][] rows;
        using (var connection = _store.Read())
        {
            rows =
            [
                .. connection.Rows("SELECT sealed FROM subject_key", row => row.GetFieldValue<byte[]>(0)),
                .. connection.Rows("SELECT sealed FROM disclosure", row => row.GetFieldValue<byte[]>(0)),
            ];
        }

        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.True(IsOnDisk(row)));
        Assert.Equal(1, await vault.EraseAsync($" {Number} ", CancellationToken.None));

        Assert.Null(vault.Find(Dossier, [Path]));
        Assert.All(rows, row => Assert.False(IsOnDisk(row)));
    }

    [Fact]
    public async Task A_node_without_its_secret_says_so()
    {
        using (var vault = new DisclosureVault(_store, _folder.FullName))
        {
            _ = await vault.KeepAsync(Dossier, [Value()], CancellationToken.None);
        }

        await File.WriteAllBytesAsync(System.IO.Path.Combine(_folder.FullName, "disclosures.key"), [1, 2, 3]);

        var refused = Assert.Throws<InvalidOperationException>(() => new DisclosureVault(_store, _folder.FullName));
        Assert.Contains("Restore it from the backup", refused.Message, StringComparison.Ordinal);
    }

    private static DisclosedValue Value() => new()
    {
        Path = Path, Value = ByteString.CopyFromUtf8(Number), Salt = ByteString.CopyFromUtf8("0123456789abcdef"),
    };

    private bool IsOnDisk(byte[] needle) => _folder.EnumerateFiles("node.db*").Any(file =>
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(needle) >= 0;
    });
}
