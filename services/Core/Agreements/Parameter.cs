using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A value that the parties agreed on, and that a group of them may choose otherwise.</summary>
/// <param name="Name">As rules ask for it, behind <c>policy.</c></param>
/// <param name="Type">The kind of its value.</param>
/// <param name="Value">What holds where nothing else is chosen.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Basis">Where the value comes from; empty when it is a choice of the parties.</param>
/// <param name="Trust">How well that has been checked.</param>
/// <param name="IsLocal">Whether each party may choose it for itself, by an act of its own.</param>
internal sealed record Parameter(
    string Name, RuleType Type, object Value, Wording Meaning, string Basis, SourceTrust Trust, bool IsLocal)
{
    /// <summary>Gets the words for the kinds of values.</summary>
    public static IReadOnlyDictionary<string, RuleKind> Kinds { get; } = new Dictionary<string, RuleKind>
    {
        ["truth"] = RuleKind.Truth,
        ["number"] = RuleKind.Number,
        ["money"] = RuleKind.Money,
        ["date"] = RuleKind.Date,
        ["duration"] = RuleKind.Duration,
        ["code"] = RuleKind.Code,
    };

    /// <summary>Reads a value as an expression writes it.</summary>
    /// <returns>Null when it is of another kind, or a code that is not in the set.</returns>
    public static object? Read(string text, RuleType type)
    {
        var faults = new FaultList(text);
        var literal = Parser.Parse(text, faults);
        return !faults.IsEmpty ? null : (literal, type.Kind) switch
        {
            (Expression.Truth truth, RuleKind.Truth) => truth.Value,
            (Expression.Number number, RuleKind.Number) => number.Value,
            (Expression.Money money, RuleKind.Money) => new Fen(money.Fen),
            (Expression.Date date, RuleKind.Date) => date.Value,
            (Expression.Duration duration, RuleKind.Duration) => duration.Value,
            (Expression.Text code, RuleKind.Code) when type.Set!.Has(code.Value) => code.Value,
            _ => null,
        };
    }

    /// <summary>Reads a value of this parameter; null for another kind of value, or none.</summary>
    public object? Read(string text) => text.Length == 0 ? null : Read(text, Type);

    /// <summary>Writes a value as a document does.</summary>
    public static string Write(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        Fen fen => $"{fen} yuan",
        DateOnly day => CivilDates.Format(day),
        _ => $"{value}",
    };

    /// <summary>Makes it a name of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="index">Its place among the choices of a group.</param>
    public void Declare(RuleSchema<Circumstances> schema, int index)
    {
        var path = $"policy.{Name}";
        _ = Type.Kind switch
        {
            RuleKind.Truth => schema.Truth(path, Meaning, seen => (bool)seen.Receiver.Choices[index], From),
            RuleKind.Number => schema.Number(path, Meaning, seen => (decimal)seen.Receiver.Choices[index], From),
            RuleKind.Money => schema.Money(path, Meaning, seen => (Fen)seen.Receiver.Choices[index], From),
            RuleKind.Date => schema.Date(path, Meaning, seen => (DateOnly)seen.Receiver.Choices[index], From),
            RuleKind.Duration => schema.Duration(path, Meaning, seen => (Period)seen.Receiver.Choices[index], From),
            _ => schema.Code(path, Meaning, Type.Set!, seen => (string)seen.Receiver.Choices[index], From),
        };
    }

    private static string From(Circumstances seen) => seen.Rules.Name;
}
