namespace ExchangeHub.Node.Settings;

/// <summary>The file that says where the node serves: where port 0 was asked for, nothing else does.</summary>
/// <param name="folder">The data folder of the node.</param>
internal sealed class AddressFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "address");

    /// <summary>Takes away what a node that was killed has left behind: its port may belong to somebody else by now.</summary>
    public void Remove() => File.Delete(_path);

    /// <summary>Writes the address. The file appears whole or not at all.</summary>
    public async Task WriteAsync(string address)
    {
        await File.WriteAllTextAsync($"{_path}.new", $"{address}\n");
        File.Move($"{_path}.new", _path, overwrite: true);
    }
}
