using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>A stretch of an expression.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">How many characters.</param>
internal readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>Spans from here to the end of another.</summary>
    public Span To(Span last) => new(Start, Math.Max(last.End, End) - Start);
}

/// <summary>Collects the mistakes of one expression.</summary>
internal sealed class FaultList(string source)
{
    private const int ListedMax = 50;
    private const int KeptMax = 1_000; // sorted before the first of them are listed

    private readonly List<(RuleFaultCode Code, Span At, Violation Violation)> _faults = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Gets a value indicating whether a limit was passed: the rest has not been read.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Adds a mistake and quotes the text that it covers.</summary>
    public void Add(RuleFaultCode code, Span at, Wording expected, Wording? remark = null) => Add(
        code, at, at.Length == 0 && at.Start >= source.Length
            ? new Violation(expected, new Wording("表达式结尾", "the end of the expression"))
            : Violation.Quoting(expected, source.Substring(at.Start, at.Length), remark));

    public void Add(RuleFaultCode code, Span at, Violation violation)
    {
        _count++;
        IsStopped |= code is RuleFaultCode.TooLong or RuleFaultCode.TooDeep or RuleFaultCode.TooLarge;
        if (_faults.Count < KeptMax)
        {
            _faults.Add((code, at, violation));
        }
    }

    public RuleFaults List() => new(
        [.. _faults.OrderBy(fault => fault.At.Start).Take(ListedMax).Select(Place)], Math.Max(0, _count - ListedMax));

    private RuleFault Place((RuleFaultCode Code, Span At, Violation Violation) fault)
    {
        var before = source.AsSpan(0, Math.Min(fault.At.Start, source.Length));
        return new RuleFault(
            fault.Code, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), fault.At.Length, fault.Violation);
    }
}
