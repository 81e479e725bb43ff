using System.Collections.Immutable;
using CsvHelper;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Rows of a file in which commas or tabs separate the cells, RFC 4180; any of CR LF, LF and CR ends a row.</summary>
internal sealed class DelimitedRows : RowReader
{
    private static readonly Wording QuotedWell = new(
        "单元格内有英文引号时，整格加引号、格内引号写两个", "a cell with a quotation mark in quotation marks, and the mark in it doubled");

    private static readonly Wording ShortEnough = new("一行不超过 16 MiB", "a row of at most 16 MiB");

    private readonly CsvReader _csv;
    private readonly Dictionary<long, CsvMalformedReason> _malformed;
    private readonly ImmutableArray<string> _header;

    private DelimitedRows(
        PassStream pass, CsvReader csv, Dictionary<long, CsvMalformedReason> malformed, ImmutableArray<string> header)
        : base(pass) => (_csv, _malformed, _header) = (csv, malformed, header);

    public override IReadOnlyList<string> Header => _header;

    /// <summary>Reads the header: the first row that is not blank.</summary>
    public static async Task<DelimitedRows> OpenAsync(
        PassStream pass, TextReader text, char separator, CancellationToken cancellationToken)
    {
        // The reader looks ahead: what it notices is kept until its row is reached.
        var malformed = new Dictionary<long, CsvMalformedReason>();
        var csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = RowBytesMax,
            OnMalformedRecord = record => malformed[record.RecordNumber] = record.Reason,
        });
        var rows = new DelimitedRows(pass, csv, malformed, []);
        return await rows.ReadAsync(cancellationToken).ConfigureAwait(false) && rows.Fault is null
            ? new DelimitedRows(pass, csv, malformed, [.. rows._csv.Current.ToArray().Select(name => name.TrimStart('\uFEFF'))])
            : rows;
    }

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Fault = null;
        while (!HasLostItsWay)
        {
            try
            {
                if (!await _csv.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
            catch (CsvFormatException)
            {
                HasLostItsWay = true;
                RowNumber++;
                Fault = new Violation(ShortEnough, new Wording(
                    "超过 16 MiB，可能自本行起有引号没有闭合", "more than 16 MiB, perhaps from a quotation mark that is not closed"));
                return true;
            }

            RowNumber = _csv.RowNumber;
            if (IsBlank())
            {
                continue;
            }

            var isMalformed = _malformed.Remove(RowNumber, out var reason);
            HasLostItsWay = isMalformed && reason == CsvMalformedReason.UnterminatedQuote;
            Fault = isMalformed ? FaultOf(reason) : FaultOfWidth();
            return true;
        }

        return false;
    }

    public override ImmutableArray<int> Find(ImmutableArray<string> names)
    {
        var folded = names.Select(Folding.Fold).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, _header.Length).Where(index => folded.Contains(Folding.Fold(_header[index])))];
    }

    public override Cell Read(int column) => new(_csv.GetString(column));

    public override string NameOf(int column) => _header[column];

    public override void Dispose()
    {
        _csv.Dispose();
        base.Dispose();
    }

    private static Violation FaultOf(CsvMalformedReason reason) => new(QuotedWell, reason switch
    {
        CsvMalformedReason.UnterminatedQuote => new Wording(
            "一个没有闭合的引号，其后直至文件末尾都被当作一格", "a quotation mark that is not closed, so that the rest of the file is one cell"),
        CsvMalformedReason.TextAfterClosingQuote => new Wording("引号闭合之后还有文字", "text after a closing quotation mark"),
        _ => new Wording("未加引号的单元格内有英文引号", "a quotation mark inside a cell that is not quoted"),
    });

    private bool IsBlank()
    {
        for (var index = 0; index < _csv.FieldCount; index++)
        {
            if (_csv.GetSpan(index).IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0)
            {
                return false;
            }
        }

        return true;
    }

    // Cells beyond the header are forgiven when they are empty: spreadsheets leave them behind.
    private Violation? FaultOfWidth()
    {
        var cells = _csv.FieldCount;
        while (cells > _header.Length && _csv.GetSpan(cells - 1).IsEmpty)
        {
            cells--;
        }

        return _header.IsEmpty || cells == _header.Length
            ? null
            : new Violation(
                new Wording($"{_header.Length} 列，与表头一致", $"{_header.Length} cells, as the header has"),
                new Wording($"{cells} 列", $"{cells} cells"));
    }
}
