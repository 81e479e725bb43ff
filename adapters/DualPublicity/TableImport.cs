using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Turns the rows of a table into records, all of them or, when told so, those without a fault.</summary>
/// <remarks>
/// An import reads the table twice: <see cref="CheckAsync"/> looks at every row and reports every fault,
/// <see cref="ReadAsync"/> hands out the records one by one. Memory is bounded in both, whatever the size of the table. Nothing
/// here knows the node: the caller submits each record with its client key.
/// </remarks>
public sealed class TableImport
{
    private const int RowsBetweenReports = 1_000;

    private readonly TableMapping _mapping;
    private readonly FaultyRows _faultyRows;
    private readonly Func<JsonObject, IEnumerable<FieldViolation>>? _examine;
    private readonly OperatorSettings _settings;

    /// <summary>Prepares an import.</summary>
    /// <param name="mapping">How a row becomes a record.</param>
    /// <param name="settings">What the operator says, by the names of <see cref="TableMapping.Settings"/>; null for nothing.
    /// Unknown names and values that cannot be read are reported by the check.</param>
    /// <param name="faultyRows">What to do when some rows are faulty.</param>
    /// <param name="examine">
    /// Looks at each record that the mapping finds good, and says what else the node would turn down: the field rules of the wire
    /// contract. Fields are named as there; those that the node fills in are not missed. Null to leave that to the node.
    /// </param>
    public TableImport(
        TableMapping mapping,
        IReadOnlyDictionary<string, string>? settings = null,
        FaultyRows faultyRows = FaultyRows.Refuse,
        Func<JsonObject, IEnumerable<FieldViolation>>? examine = null)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        (_mapping, _faultyRows, _examine) = (mapping, faultyRows, examine);
        _settings = new OperatorSettings(mapping, settings);
    }

    /// <summary>Looks at every row and hands out nothing.</summary>
    /// <param name="source">The table.</param>
    /// <param name="progress">Told every 1 000 rows and at the end.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>The report; faults are in it, never thrown.</returns>
    /// <exception cref="IOException">The table cannot be read any more.</exception>
    public async Task<ImportReport> CheckAsync(
        TableSource source, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var report = new ReportWriter();
        foreach (var fault in _settings.Faults)
        {
            report.Add(fault);
        }

        if (source.Traits.Unfit is { } unfit)
        {
            report.Add(RowFault.OfTable(new Wording(source.Name, source.Name), FaultKind.TableUnreadable, unfit));
            return report.Finish(source, _mapping, _faultyRows, []);
        }

        var stream = source.BeginPass();
        await using (stream.ConfigureAwait(false))
        {
            using var pass = await BeginAsync(source, stream, cancellationToken).ConfigureAwait(false);
            foreach (var fault in pass.Columns.Faults)
            {
                report.Add(fault);
            }

            var rows = 0L;
            while (!pass.Columns.HasNoKnownColumn
                && await pass.ReadAsync(cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                report.Add(outcome);
                Tell(progress, ImportPhase.Checking, ++rows, pass, source);
            }

            progress?.Report(new ImportProgress(ImportPhase.Checking, rows, pass.BytesRead, source.LengthBytes));
            return report.Finish(source, _mapping, _faultyRows, pass.Columns.Unused);
        }
    }

    /// <summary>Hands out the records of a table that has been checked, in the order of its rows.</summary>
    /// <param name="source">The table.</param>
    /// <param name="report">What the check of this table found, with the same mapping and settings.</param>
    /// <param name="progress">Told every 1 000 rows and at the end.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The records. What was handed out before an exception stays handed out.</returns>
    /// <exception cref="InvalidOperationException">The report is of another table, or does not allow the import.</exception>
    /// <exception cref="IOException">The table cannot be read any more, or was changed after it was opened.</exception>
    public async IAsyncEnumerable<ImportedRecord> ReadAsync(
        TableSource source,
        ImportReport report,
        IProgress<ImportProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(report);
        if (report.TableDigest != source.Digest || !report.IsImportable)
        {
            throw new InvalidOperationException("Only a table whose own check allows it is imported.");
        }

        var stream = source.BeginPass();
        await using (stream.ConfigureAwait(false))
        {
            using var pass = await BeginAsync(source, stream, cancellationToken).ConfigureAwait(false);
            var (rows, records) = (0L, 0L);
            while (await pass.ReadAsync(cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                if (outcome.Record is { } record)
                {
                    records++;
                    yield return record;
                }

                Tell(progress, ImportPhase.Reading, ++rows, pass, source);
            }

            progress?.Report(new ImportProgress(ImportPhase.Reading, rows, pass.BytesRead, source.LengthBytes));
            if (records != report.AcceptedRows || stream.FinishDigest() != source.Digest)
            {
                throw new IOException($"{source.Name} was changed while it was imported. Check it and import it again.");
            }
        }
    }

    private static void Tell(
        IProgress<ImportProgress>? progress, ImportPhase phase, long rows, ImportPass pass, TableSource source)
    {
        if (rows % RowsBetweenReports == 0)
        {
            progress?.Report(new ImportProgress(phase, rows, pass.BytesRead, source.LengthBytes));
        }
    }

    private async Task<ImportPass> BeginAsync(TableSource source, PassStream stream, CancellationToken cancellationToken)
    {
        var rows = await RowReader.OpenAsync(source, stream, cancellationToken).ConfigureAwait(false);
        return new ImportPass(new Wording(source.Name, source.Name), _mapping, rows, _settings.Values, _examine);
    }
}
