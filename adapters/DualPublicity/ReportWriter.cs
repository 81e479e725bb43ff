using System.Collections.Immutable;

namespace ExchangeHub.DualPublicity;

/// <summary>Counts what a check finds, in bounded memory.</summary>
internal sealed class ReportWriter
{
    private const int TalliesMax = 1_000;

    private readonly ImmutableArray<RowFault>.Builder _faults = ImmutableArray.CreateBuilder<RowFault>();
    private readonly Dictionary<(string? Column, FaultKind Kind), long> _tallies = [];
    private bool _isTableUnfit;
    private long _rows;
    private long _accepted;
    private long _refused;
    private long _repeated;
    private long _faultCount;

    /// <summary>Counts a fault.</summary>
    public void Add(RowFault fault)
    {
        _faultCount++;
        _isTableUnfit |= fault.Kind is FaultKind.TableUnreadable or FaultKind.SettingUnfit
            or FaultKind.ColumnMissing or FaultKind.ColumnRepeated;
        if (_faults.Count < ImportReport.FaultsListedMax)
        {
            _faults.Add(fault);
        }

        var key = (fault.Column, fault.Kind);
        if (_tallies.Count < TalliesMax || _tallies.ContainsKey(key))
        {
            _tallies[key] = _tallies.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Counts a row and its faults.</summary>
    public void Add(RowOutcome row)
    {
        _rows++;
        _accepted += row.Record is null ? 0 : 1;
        _refused += row.Faults.Count > 0 ? 1 : 0;
        _repeated += row.IsRepetition ? 1 : 0;
        row.Faults.ForEach(Add);
    }

    /// <summary>Writes the report.</summary>
    public ImportReport Finish(
        TableSource source, TableMapping mapping, FaultyRows faultyRows, ImmutableArray<string> unused) => new()
    {
        TableDigest = source.Digest,
        FaultyRows = faultyRows,
        IsTableUnfit = _isTableUnfit,
        Rows = _rows,
        AcceptedRows = _accepted,
        RefusedRows = _refused,
        RepeatedRows = _repeated,
        FaultCount = _faultCount,
        Faults = _faults.ToImmutable(),
        Tallies = [.. from tally in _tallies
                      orderby tally.Value descending, tally.Key.Column, tally.Key.Kind
                      select new FaultTally(tally.Key.Column, tally.Key.Kind, tally.Value)],
        UnusedColumns = unused,
        MissingFields = mapping.MissingFields,
    };
}
