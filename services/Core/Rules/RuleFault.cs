using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>What kind of mistake an expression has.</summary>
/// <remarks>A code is never renumbered, and never used again once retired.</remarks>
public enum RuleFaultCode
{
    /// <summary>The text exceeds 20 000 characters.</summary>
    TooLong = 1,

    /// <summary>More than 50 parentheses, conditions or operators stand inside one another.</summary>
    TooDeep = 2,

    /// <summary>The expression has more than 2 000 parts.</summary>
    TooLarge = 3,

    /// <summary>A character that means nothing outside quotation marks.</summary>
    StrayCharacter = 10,

    /// <summary>A number, date, amount, duration or quotation that cannot be read.</summary>
    UnreadableLiteral = 11,

    /// <summary>Words that stand in the wrong place.</summary>
    UnexpectedWord = 12,

    /// <summary>It cannot be seen whether a condition belongs to a quantifier or stands beside it.</summary>
    UnclearReach = 13,

    /// <summary>A quantifier inside the body of another.</summary>
    NestedQuantifier = 14,

    /// <summary>A name or function that the schema does not have.</summary>
    UnknownName = 20,

    /// <summary>A code outside its closed set.</summary>
    UnknownCode = 21,

    /// <summary>A variable that has the name of something else.</summary>
    NameTaken = 22,

    /// <summary>A value of another kind than its place needs.</summary>
    WrongKind = 30,

    /// <summary>A division by something else than a number that is written out and is not zero.</summary>
    UnsafeDivision = 31,

    /// <summary>A document that is neither YAML nor JSON, or uses anchors, aliases or tags.</summary>
    UnreadableDocument = 40,

    /// <summary>A value of another shape than its place needs.</summary>
    MisplacedValue = 41,

    /// <summary>A name that means nothing in its place.</summary>
    UnknownEntry = 42,

    /// <summary>A name that stands twice.</summary>
    RepeatedEntry = 43,

    /// <summary>A value that must be there and is not.</summary>
    MissingEntry = 44,

    /// <summary>A text that is not there in both languages.</summary>
    MissingTranslation = 45,

    /// <summary>A rule that says of its reason what the catalogue does not.</summary>
    AgainstCatalogue = 50,

    /// <summary>A rule that can never apply, or never count.</summary>
    Unreachable = 51,

    /// <summary>Two rules that contradict each other.</summary>
    Contradiction = 52,
}

/// <summary>A mistake in an expression, and where it stands.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units, as editors count.</param>
/// <param name="Length">In UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Violation">What would be right, and what was found.</param>
public sealed record RuleFault(RuleFaultCode Code, int Line, int Column, int Length, Violation Violation)
{
    /// <summary>Gets the place and the mistake in one sentence, in both languages.</summary>
    public Wording Message => new(
        string.Create(CultureInfo.InvariantCulture, $"第 {Line} 行第 {Column} 列：{Violation.ToChinese()}"),
        string.Create(CultureInfo.InvariantCulture, $"Line {Line}, column {Column}: {Violation}"));
}

/// <summary>The mistakes of one expression, in the order of the text.</summary>
/// <param name="First">The first of them, at most 50.</param>
/// <param name="More">How many others there are.</param>
public sealed record RuleFaults(ImmutableArray<RuleFault> First, int More)
{
    /// <summary>Writes a line for each mistake, in English.</summary>
    /// <returns>The lines; the last one is <c>and 7 more</c> when not all are listed.</returns>
    public override string ToString() => string.Join(
        '\n', First.Select(fault => fault.Message.English).Concat(More > 0 ? [$"and {More} more"] : Array.Empty<string>()));
}
