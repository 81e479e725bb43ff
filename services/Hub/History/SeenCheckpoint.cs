using ExchangeHub.History;

namespace ExchangeHub.Hub.History;

/// <summary>
/// The newest checkpoint that this hub has signed, in a file of its own: the database alone cannot tell that it was set back.
/// </summary>
internal sealed class SeenCheckpoint(HubOptions options)
{
    private readonly string _file = Path.Combine(options.DataFolder, "history", "checkpoint");

    /// <summary>Gets where it is kept.</summary>
    public string File => _file;

    /// <summary>Reads it.</summary>
    /// <returns>The checkpoint, or null when none was kept.</returns>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public SignedNote? Read() =>
        !System.IO.File.Exists(_file) ? null
            : SignedNote.TryParse(System.IO.File.ReadAllText(_file), out var note) ? note
            : throw new InvalidDataException($"'{_file}' holds no signed checkpoint.");

    /// <summary>Keeps it; on disk when this returns.</summary>
    public void Keep(SignedNote note)
    {
        var fresh = _file + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(note);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(fresh, _file, overwrite: true);
    }
}
