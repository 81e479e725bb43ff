using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>What a reason does to a recognition once it is established.</summary>
/// <remarks>The numbers are stored and sent: none is changed or used again.</remarks>
public enum ReasonEffect
{
    /// <summary>The record is kept apart: nobody sees or counts it until its sender has cured it.</summary>
    Quarantine = 1,

    /// <summary>The receiver does not recognise the record.</summary>
    Refuse = 2,

    /// <summary>The agreement has nothing to say about this record and this receiver.</summary>
    NotApplicable = 3,

    /// <summary>The decision waits for something that is still to come.</summary>
    Hold = 4,

    /// <summary>The recognition rests until the reason falls away.</summary>
    Suspend = 5,

    /// <summary>The receiver recognises the record and carries a remark with it.</summary>
    Flag = 6,

    /// <summary>The recognition ends and does not come back.</summary>
    Terminate = 7,

    /// <summary>The record was known already; nothing changes.</summary>
    Ignore = 8,

    /// <summary>The record has a new content, which is judged afresh.</summary>
    Reevaluate = 9,

    /// <summary>The receiver is told; the recognition stays as it is.</summary>
    Inform = 10,
}

/// <summary>A reason from the closed catalogue, such as <c>TRM-REVOKED-RECON</c>.</summary>
/// <remarks>
/// The code is the stable name that files, messages and dashboards share. Only codes of the <see cref="ReasonCatalogue"/> can be
/// made. What a reason does is said by the catalogue and never by the first letters: <c>REF-SIG-KEY</c> quarantines,
/// <c>REF-PROC-SERVICE</c> holds, <c>REF-AGR-SCOPE</c> is not applicable.
/// </remarks>
public readonly record struct ReasonCode
{
    private static readonly Wording Shape = new(
        "理由代码目录中的代码，例如 TRM-REVOKED-RECON", "a code of the reason catalogue such as TRM-REVOKED-RECON");

    private readonly string? _code;

    /// <summary>Names a reason that is known to be in the catalogue.</summary>
    /// <param name="code">The code as the catalogue writes it.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> is not in the catalogue.</exception>
    public ReasonCode(string code)
    {
        if (!TryParse(code, out this, out var violation))
        {
            throw new ArgumentException(violation.ToString(), nameof(code));
        }
    }

    /// <summary>Makes the code of a catalogue row.</summary>
    /// <param name="code">The code.</param>
    /// <param name="effect">What the catalogue says that it does.</param>
    internal ReasonCode(string code, ReasonEffect effect) => (_code, Effect) = (code, effect);

    /// <summary>Gets what this reason does, as the catalogue says.</summary>
    public ReasonEffect Effect { get; }

    /// <summary>Reads a reason code.</summary>
    /// <param name="text">Upper-case ASCII words joined by hyphens, the first being REF, FLG, SUS, TRM, HOLD, DUP, CHG or
    /// INF.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <returns>Whether the catalogue has it.</returns>
    public static bool TryParse(string? text, out ReasonCode code) => TryParse(text, out code, out _);

    /// <summary>Reads a reason code, and says what is wrong when it cannot.</summary>
    /// <param name="text">Upper-case ASCII words joined by hyphens, the first being REF, FLG, SUS, TRM, HOLD, DUP, CHG or
    /// INF.</param>
    /// <param name="code">The code, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether the catalogue has it.</returns>
    public static bool TryParse(string? text, out ReasonCode code, [NotNullWhen(false)] out Violation? violation)
    {
        if (ReasonCatalogue.Find(text) is { } reason)
        {
            code = reason.Code;
            violation = null;
            return true;
        }

        code = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the code as the catalogue writes it.</summary>
    /// <returns>The code, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _code ?? "";
}
