using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Rows of a file in which each line is a JSON object; blank lines are passed over.</summary>
internal sealed class JsonRows(PassStream pass, TextReader text) : RowReader(pass)
{
    private const int DepthMax = 32;
    private const int NamesMax = 200; // names come from the file: they are remembered for a notice, and not without bound

    private static readonly Wording OneRowEach = new(
        "每行一个 JSON 对象，例如 {\"文号\":\"…\"}，嵌套不超过 32 层、名称不重复",
        "one JSON object a line such as {\"number\":\"…\"}, at most 32 deep and each name once");

    private static readonly Wording PlainValue = new(
        "文字、数字、true、false、null，或由文字和数字组成的列表", "text, a number, true, false, null, or a list of texts and numbers");

    private static readonly Wording LoneSurrogate = new("不成对的代理项转义", "an escape that is a lone surrogate");

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    private readonly LineReader _lines = new(text, RowBytesMax);
    private readonly List<ImmutableArray<string>> _columns = [];
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<string> _namesSeen = [];
    private JsonDocument? _document;

    public override IReadOnlyList<string> Header => _namesSeen;

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _values.Clear();
        _document?.Dispose();
        _document = null;
        Fault = null;
        while (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            RowNumber++;
            if (_lines.IsOverlong)
            {
                Fault = new Violation(OneRowEach, new Wording("超过 16 MiB 的一行", "a line of more than 16 MiB"));
                return true;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                Parse(line);
                return true;
            }
        }

        return false;
    }

    public override ImmutableArray<int> Find(ImmutableArray<string> names)
    {
        _columns.Add(names);
        return [_columns.Count - 1];
    }

    public override Cell Read(int column)
    {
        foreach (var name in _columns[column])
        {
            if (_values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return CellOf(value);
            }
        }

        return default;
    }

    public override string NameOf(int column) => _columns[column].FirstOrDefault(_values.ContainsKey, _columns[column][0]);

    public override void Dispose()
    {
        _document?.Dispose();
        _lines.Dispose();
        base.Dispose();
    }

    private static Cell CellOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return TextOf(value, out var text) is { } fault ? new Cell(null, default, fault) : new Cell(text);
        }

        var elements = ImmutableArray.CreateBuilder<string>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
        {
            if (TextOf(element, out var text) is { } fault)
            {
                return new Cell(null, default, fault);
            }

            elements.Add(text);
        }

        return new Cell(null, elements.MoveToImmutable());
    }

    private static Violation? TextOf(JsonElement value, out string text)
    {
        text = "";
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    text = value.GetString()!;
                    return null;
                }
                catch (InvalidOperationException) // how the library says that an escape is half of a surrogate pair
                {
                    return new Violation(PlainValue, LoneSurrogate);
                }

            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text = value.GetRawText();
                return null;
            case JsonValueKind.Null:
                return null;
            default:
                return new Violation(PlainValue, value.ValueKind == JsonValueKind.Array
                    ? new Wording("列表中的列表", "a list in a list") : new Wording("JSON 对象", "a JSON object"));
        }
    }

    private void Parse(string line)
    {
        try
        {
            _document = JsonDocument.Parse(line, Strict);
            if (_document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Fault = new Violation(OneRowEach, new Wording("不是 JSON 对象", "something else than a JSON object"));
                return;
            }

            foreach (var property in _document.RootElement.EnumerateObject())
            {
                _values[property.Name] = property.Value;
                if (_namesSeen.Count < NamesMax && !_namesSeen.Contains(property.Name))
                {
                    _namesSeen.Add(property.Name);
                }
            }
        }
        catch (InvalidOperationException) // half of a surrogate pair in a name
        {
            Fault = new Violation(OneRowEach, LoneSurrogate);
        }
        catch (JsonException exception)
        {
            var place = ((exception.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            Fault = new Violation(OneRowEach, new Wording($"第 {place} 个字节处不合此规则", $"a breach of that at byte {place}"));
        }
    }
}
