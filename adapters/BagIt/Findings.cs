using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Collects findings: all are counted, the first are kept, faults before remarks.</summary>
/// <param name="keptMax">How many of each weight are kept.</param>
internal sealed class Findings(int keptMax)
{
    private readonly List<BagFinding> _faults = [];
    private readonly List<BagFinding> _remarks = [];
    private readonly HashSet<int> _hundreds = [];

    private Findings(Findings other)
        : this(other.KeptMax)
    {
        _faults.AddRange(other._faults);
        _remarks.AddRange(other._remarks);
        _hundreds.UnionWith(other._hundreds);
        (Faults, Remarks) = (other.Faults, other.Remarks);
    }

    /// <summary>Gets how many of each weight are kept.</summary>
    public int KeptMax { get; } = keptMax;

    /// <summary>Gets how many faults there are, kept or not.</summary>
    public int Faults { get; private set; }

    /// <summary>Gets how many remarks there are, kept or not.</summary>
    public int Remarks { get; private set; }

    /// <summary>Gets how many findings were not kept.</summary>
    public int LeftOut => Faults + Remarks - _faults.Count - _remarks.Count;

    public ImmutableArray<BagFinding> Kept => [.. _faults, .. _remarks];

    /// <summary>Says whether there is a fault of one of the hundreds, such as 1 for the archive.</summary>
    public bool HasFaultUpTo(int hundred) => _hundreds.Any(found => found <= hundred);

    public Findings Copy() => new(this);

    /// <summary>Adds a fault that quotes what was found.</summary>
    public void Add(BagFault fault, string? path, string? found, BagSeverity severity = BagSeverity.Fault) =>
        Add(fault, path, Violation.Quoting(Expectations.Of(fault), found), severity);

    /// <summary>Adds a fault that says what was found.</summary>
    public void Add(BagFault fault, string? path, Wording found, BagSeverity severity = BagSeverity.Fault) =>
        Add(fault, path, new Violation(Expectations.Of(fault), found), severity);

    public void Add(BagFault fault, string? path, Violation violation, BagSeverity severity)
    {
        var kept = severity == BagSeverity.Fault ? _faults : _remarks;
        if (severity == BagSeverity.Fault)
        {
            Faults++;
            _ = _hundreds.Add((int)fault / 100);
        }
        else
        {
            Remarks++;
        }

        if (kept.Count < KeptMax)
        {
            kept.Add(new BagFinding(fault, severity, path is null ? null : Shown(path), violation));
        }
    }

    private static string Shown(string path)
    {
        var shown = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}")
                : shown.Append(rune.ToString());
            if (shown.Length > 1024)
            {
                return shown.Append('…').ToString();
            }
        }

        return shown.ToString();
    }
}
