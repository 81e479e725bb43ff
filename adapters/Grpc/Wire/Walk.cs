using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>One walk through one message: where it stands, and what it has found wrong so far.</summary>
internal sealed class Walk(bool allowsUnknownFields)
{
    /// <summary>How many violations are named before the walk ends; a hostile message could hold half a million.</summary>
    public const int ViolationsMax = 100;

    private const int DepthMax = 32;

    private static readonly ReasonCode Schema = new("REF-INT-SCHEMA");

    private static readonly Violation TooDeep = new(
        new Wording($"至多嵌套 {DepthMax} 层", $"at most {DepthMax} levels"), new Wording("嵌套过深", "more"));

    private readonly (string Name, int Index)[] _frames = new (string, int)[DepthMax];
    private ImmutableArray<FieldViolation>.Builder? _violations;
    private int _depth;

    /// <summary>Gets a value indicating whether fields of a later minor version are passed over.</summary>
    public bool AllowsUnknownFields { get; } = allowsUnknownFields;

    /// <summary>Gets a value indicating whether nothing more will be kept.</summary>
    public bool IsFull => _violations?.Count >= ViolationsMax;

    /// <summary>Gets a value indicating whether nothing wrong has been found.</summary>
    public bool IsClean => _violations is null;

    /// <summary>Gets what has been found.</summary>
    public ImmutableArray<FieldViolation> Violations => _violations?.ToImmutable() ?? [];

    /// <summary>Goes down into a field, unless that would be too deep: a message that holds itself has no other bottom.</summary>
    /// <returns>Whether the walk stands in the field now, and has to leave it again.</returns>
    public bool TryEnter(string name)
    {
        if (_depth == DepthMax)
        {
            Report(name, TooDeep);
            return false;
        }

        _frames[_depth++] = (name, -1);
        return true;
    }

    /// <summary>Says which entry of the list the walk stands at.</summary>
    public void At(int index) => _frames[_depth - 1].Index = index;

    /// <summary>Goes up again.</summary>
    public void Leave() => _depth--;

    /// <summary>Says that something is wrong. A field that is wrong by itself is not named again.</summary>
    /// <param name="field">Path from where the walk stands; empty for the value itself.</param>
    /// <param name="violation">What is wrong.</param>
    /// <param name="reason">The reason of the catalogue; REF-INT-SCHEMA when it is left out.</param>
    public void Report(string field, Violation violation, ReasonCode? reason = null)
    {
        _violations ??= ImmutableArray.CreateBuilder<FieldViolation>();
        var path = Path(field);
        if (!IsFull && !_violations.Any(earlier => earlier.Field == path))
        {
            _violations.Add(new FieldViolation(path, new Wording(violation.ToChinese(), violation.ToString()), reason ?? Schema));
        }
    }

    private string Path(string field)
    {
        var path = new StringBuilder();
        for (var depth = 0; depth < _depth; depth++)
        {
            _ = path.Append(path.Length == 0 ? "" : ".").Append(_frames[depth].Name);
            if (_frames[depth].Index >= 0)
            {
                _ = path.Append(CultureInfo.InvariantCulture, $"[{_frames[depth].Index}]");
            }
        }

        return field.Length == 0 ? path.ToString() : path.Append(path.Length == 0 ? "" : ".").Append(field).ToString();
    }
}
