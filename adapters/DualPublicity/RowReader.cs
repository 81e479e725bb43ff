using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads the rows of a table one by one.</summary>
/// <remarks>What a cell holds is valid until the next row is read.</remarks>
internal abstract class RowReader(PassStream pass) : IDisposable
{
    /// <summary>The longest row that is read, in bytes; a record may be 1 MiB.</summary>
    public const int RowBytesMax = 16 * 1024 * 1024;

    /// <summary>Gets the names of the columns in the words of the file; where each row names its own, those seen so
    /// far.</summary>
    public abstract IReadOnlyList<string> Header { get; }

    /// <summary>Gets the number of the row as the clerk's program shows it, from 1: the header counts.</summary>
    public long RowNumber { get; protected set; }

    /// <summary>Gets why the row as a whole cannot be read; null when it can.</summary>
    public Violation? Fault { get; protected set; }

    /// <summary>Gets a value indicating whether the fault of this row hides all rows behind it.</summary>
    public bool HasLostItsWay { get; protected set; }

    /// <summary>Gets how many bytes of the file were taken, some of them ahead of the row.</summary>
    public long BytesRead => pass.BytesRead;

    /// <summary>Opens the table and reads its header.</summary>
    /// <param name="source">The table.</param>
    /// <param name="pass">A fresh pass over it; the reader disposes it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The reader, before the first row.</returns>
    public static async Task<RowReader> OpenAsync(TableSource source, PassStream pass, CancellationToken cancellationToken)
    {
        var decoder = SourceTraits.DecoderOf(source.Encoding);
        var text = new StreamReader(pass, decoder, detectEncodingFromByteOrderMarks: false, 64 * 1024);
        return source.Traits.Separator is { } separator
            ? await DelimitedRows.OpenAsync(pass, text, separator, cancellationToken).ConfigureAwait(false)
            : new JsonRows(pass, text);
    }

    /// <summary>Goes to the next row; rows without any content are passed over.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Whether there is one.</returns>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Finds the columns of a name.</summary>
    /// <param name="names">The names under which the column is known.</param>
    /// <returns>A handle for each column of the table that has one of them; where rows name their columns, one handle.</returns>
    public abstract ImmutableArray<int> Find(ImmutableArray<string> names);

    /// <summary>Reads a cell of the row.</summary>
    /// <param name="column">A handle.</param>
    /// <returns>The cell.</returns>
    public abstract Cell Read(int column);

    /// <summary>Tells what the file calls a column.</summary>
    /// <param name="column">A handle.</param>
    /// <returns>The name.</returns>
    public abstract string NameOf(int column);

    public virtual void Dispose() => pass.Dispose();
}
