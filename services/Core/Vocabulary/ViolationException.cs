namespace ExchangeHub.Vocabulary;

/// <summary>A text that cannot be read; says in both languages what would be right.</summary>
internal sealed class ViolationException : FormatException
{
    public ViolationException(Violation violation)
        : base(violation.ToString()) => Expected = violation.Expected;

    public ViolationException(Wording expected)
        : base($"Expected {expected.English}.") => Expected = expected;

    /// <summary>Gets what would be right, as a phrase without a full stop.</summary>
    public Wording Expected { get; }
}
