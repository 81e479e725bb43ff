using System.Text;
using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// A province hands in years of penalties in one file. Were memory to grow with it, the import would end when it is needed
/// most; the live heap is asked in the middle of small and large imports, and must not tell them apart.
/// </summary>
[Collection(nameof(AloneOnTheHeap))]
public sealed class When_a_table_is_large
{
    private const int RowsLarge = 100_000;
    private const long HeapGrowthMax = 8 * 1024 * 1024; // the window for repetitions grows to 65 536 rows; the file has 60 MB

    [Fact]
    public async Task The_heap_does_not_grow_with_the_rows()
    {
        using var small = new RepeatingTable(2_000);
        using var large = new RepeatingTable(RowsLarge);

        var before = await PeakHeapAsync(small, 2_000);
        var after = await PeakHeapAsync(large, RowsLarge);

        Assert.True(after - before < HeapGrowthMax, $"{before:N0} bytes for 2,000 rows, {after:N0} for {RowsLarge:N0}.");
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_the_table_in_both_passes()
    {
        var told = new List<ImportProgress>();
        await using var source = await Tables.OpenAsync(Tables.Csv([.. Enumerable.Range(1, 2_500).Select(Tables.Penalty)]));
        var import = new TableImport(TableMapping.Penalties, Tables.Settings);

        var report = await import.CheckAsync(source, new Listener(told.Add));
        await foreach (var record in import.ReadAsync(source, report, new Listener(told.Add)))
        {
            Assert.NotNull(record.Record);
        }

        Assert.Equal([1_000, 2_000, 2_500, 1_000, 2_000, 2_500], told.Select(progress => progress.Rows));
        Assert.Equal(
            [3, 3], told.GroupBy(progress => progress.Phase).Select(phase => phase.Count()));
        Assert.All(told.Where(progress => progress.Rows == 2_500), last => Assert.Equal(last.BytesTotal, last.Bytes));
    }

    [Theory]
    [InlineData(ImportPhase.Checking)]
    [InlineData(ImportPhase.Reading)]
    public async Task An_import_stops_when_it_is_told_to(ImportPhase phase)
    {
        using var stop = new CancellationTokenSource();
        await using var source = await Tables.OpenAsync(Tables.Csv([.. Enumerable.Range(1, 3_000).Select(Tables.Penalty)]));
        var import = new TableImport(TableMapping.Penalties, Tables.Settings);
        var rows = 0L;
        var stopInTime = new Listener(progress =>
        {
            rows = progress.Rows;
            if (progress.Phase == phase)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var report = await import.CheckAsync(source, stopInTime, stop.Token);
            await foreach (var record in import.ReadAsync(source, report, stopInTime, stop.Token))
            {
                Assert.NotNull(record.Record);
            }
        });

        Assert.Equal(1_000, rows);
    }

    [Fact]
    public async Task A_table_that_changes_between_the_passes_is_noticed()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var text = Tables.Csv(Tables.Penalty(1), Tables.Penalty(2));
        await File.WriteAllTextAsync(path, text);
        try
        {
            await using var source = await TableSource.OpenAsync(path);
            var import = new TableImport(TableMapping.Penalties, Tables.Settings);
            var report = await import.CheckAsync(source);
            await OverwriteAsync(path, text.Replace("壹拾贰万伍仟", "壹拾叁万伍仟", StringComparison.Ordinal));

            await Assert.ThrowsAsync<IOException>(async () =>
            {
                await foreach (var record in import.ReadAsync(source, report))
                {
                    Assert.NotNull(record.Record);
                }
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_copy_of_a_stream_is_gone_when_the_source_is_disposed()
    {
        var source = await Tables.OpenAsync(Tables.Csv(Tables.Penalty()));
        var path = source.Path;
        Assert.True(File.Exists(path));

        await source.DisposeAsync();

        Assert.False(File.Exists(path));
    }

    private static async Task OverwriteAsync(string path, string text)
    {
        // Another program does not ask whether the file is being read.
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        await RandomAccess.WriteAsync(file, Encoding.UTF8.GetBytes(text), 0);
    }

    private static async Task<long> PeakHeapAsync(Stream table, int rows)
    {
        var peak = 0L;
        await using var source = await TableSource.SpoolAsync(table, "large.csv");
        var import = new TableImport(TableMapping.Penalties, Tables.Settings);
        var measured = new Listener(progress =>
        {
            if (progress.Rows % (rows / 2) == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        });
        var report = await import.CheckAsync(source, measured);
        Assert.Equal((rows, 0), (report.AcceptedRows, report.FaultCount));
        var records = 0;
        await foreach (var record in import.ReadAsync(source, report, measured))
        {
            if (++records == (rows / 2) + 1)
            {
                break; // measured in the middle; the second half takes as long and tells nothing new
            }
        }

        Assert.Equal((rows / 2) + 1, records);
        return peak;
    }

    /// <summary>Whoever asks for the live heap must not hear what other tests hold.</summary>
    [CollectionDefinition(nameof(AloneOnTheHeap), DisableParallelization = true)]
    public sealed class AloneOnTheHeap;

    private sealed class Listener(Action<ImportProgress> hear) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => hear(value);
    }

    /// <summary>A table that is made while it is read, so that the test itself holds none of it.</summary>
    private sealed class RepeatingTable(int rows) : Stream
    {
        private static readonly string Good = Tables.Csv(Tables.Penalty(1));
        private static readonly string Row = Good[(Good.IndexOf('\n', StringComparison.Ordinal) + 1)..];

        private byte[] _line = Encoding.UTF8.GetBytes(Good);
        private int _position;
        private int _made = 1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position == _line.Length)
            {
                if (_made == rows)
                {
                    return 0;
                }

                _line = Encoding.UTF8.GetBytes(Row.Replace("1号", $"{++_made}号", StringComparison.Ordinal));
                _position = 0;
            }

            var taken = Math.Min(count, _line.Length - _position);
            Array.Copy(_line, _position, buffer, offset, taken);
            _position += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
