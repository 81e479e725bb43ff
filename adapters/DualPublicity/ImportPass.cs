using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What became of one row.</summary>
/// <param name="Record">The record; null when there are faults, and for a repetition.</param>
/// <param name="Faults">Everything that is wrong.</param>
/// <param name="IsRepetition">Whether an earlier row says the same.</param>
internal sealed record RowOutcome(ImportedRecord? Record, List<RowFault> Faults, bool IsRepetition);

/// <summary>One pass over the rows of a table. Both passes of an import do exactly this, so they agree.</summary>
internal sealed partial class ImportPass : IDisposable
{
    private static readonly Wording OnceOnly = new(
        "同一机关的同一文号（许可证为同一编号和版本）只占一行", "one row for a document number of an issuer, or for a version of a permit");

    // No table has them, and the node fills them in.
    private static readonly FrozenSet<string> GivenByTheNode =
        FrozenSet.Create(StringComparer.Ordinal, "recordId", "schemaVersion", "contentHash");

    private readonly TableMapping _mapping;
    private readonly RowReader _rows;
    private readonly Func<JsonObject, IEnumerable<FieldViolation>>? _examine;
    private readonly RecordBuilder _builder;
    private readonly RepeatWindow _window = new();
    private readonly ClientKey _clientKey = new();

    public ImportPass(
        Wording table,
        TableMapping mapping,
        RowReader rows,
        IReadOnlyDictionary<string, ImmutableArray<JsonNode>> settings,
        Func<JsonObject, IEnumerable<FieldViolation>>? examine)
    {
        (_mapping, _rows, _examine) = (mapping, rows, examine);
        Columns = new ColumnBindings(table, mapping, rows, settings);
        _builder = new RecordBuilder(mapping, Columns);
    }

    /// <summary>Gets which columns the file has.</summary>
    public ColumnBindings Columns { get; }

    /// <summary>Gets how many bytes were taken.</summary>
    public long BytesRead => _rows.BytesRead;

    /// <summary>Reads the next row.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What became of it; null at the end.</returns>
    public async ValueTask<RowOutcome?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _rows.ReadAsync(cancellationToken).ConfigureAwait(false) ? Judge(_rows.RowNumber) : null;
    }

    public void Dispose()
    {
        _clientKey.Dispose();
        _rows.Dispose();
    }

    private RowOutcome Judge(long row)
    {
        var faults = new List<RowFault>();
        if (_rows.Fault is { } unreadable)
        {
            var kind = _rows.HasLostItsWay ? FaultKind.TableUnreadable : FaultKind.RowUnreadable;
            faults.Add(RowFault.OfRow(row, kind, unreadable));
            return new RowOutcome(null, faults, IsRepetition: false);
        }

        var record = _builder.Build(row, faults);
        if (faults.Count == 0 && Columns.Faults.Count == 0 && _examine is not null)
        {
            faults.AddRange(_examine(record)
                .Where(violation => !GivenByTheNode.Contains(ToContract(violation.Field)))
                .Select(violation => FaultOf(row, violation)));
        }

        if (faults.Count > 0)
        {
            return new RowOutcome(null, faults, IsRepetition: false);
        }

        var digest = _clientKey.DigestOf(record);
        var earlier = ClientKey.BusinessKeyOf(record) is { } key ? _window.Find(row, key, ClientKey.Shorten(digest)) : null;
        if (earlier is { IsSame: false })
        {
            faults.Add(RowFault.OfRow(row, FaultKind.KeyRepeated, new Violation(OnceOnly, new Wording(
                $"第 {earlier.Value.Row} 行已有同一文号、内容不同", $"the same in row {earlier.Value.Row} with other content"))));
        }

        return new RowOutcome(
            earlier is null ? new ImportedRecord(row, ClientKey.Of(_mapping.Name, digest), record) : null,
            faults,
            earlier is { IsSame: true });
    }

    private RowFault FaultOf(long row, FieldViolation violation)
    {
        var path = ToContract(violation.Field);
        var column = Columns.NameOf(path) ?? path;
        return new RowFault(row, column, path, FaultKind.RecordUnfit, null, new Wording(
            $"第 {row} 行“{column}”列：{violation.Sentence.Chinese}",
            $"Row {row}, column \"{column}\": {violation.Sentence.English}"));
    }

    // record.penalty.officers[1].home_division of the contract is penalty.officers[*].homeDivision here.
    private static string ToContract(string field)
    {
        var path = field.StartsWith("record.", StringComparison.Ordinal) ? field["record.".Length..] : field;
        return Index().Replace(Underscore().Replace(path, match => match.Groups[1].Value.ToUpperInvariant()), "[*]");
    }

    [GeneratedRegex("_([a-z0-9])")]
    private static partial Regex Underscore();

    [GeneratedRegex(@"\[[0-9]+\]")]
    private static partial Regex Index();
}
