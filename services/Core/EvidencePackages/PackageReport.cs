using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>What the failure of a check costs.</summary>
public enum CheckSeverity
{
    /// <summary>W: worth knowing.</summary>
    Warning = 1,

    /// <summary>R: it may be supplemented while the source still exists.</summary>
    Remediable = 2,

    /// <summary>H: the package, or the item, cannot be recognised.</summary>
    Hard = 3,
}

/// <summary>One check of a package.</summary>
/// <param name="Step">1 to 8; 0 for what concerns the items or the order of the whole.</param>
/// <param name="Severity">What its failure costs.</param>
/// <param name="Code">The reason that its failure gives; null for a warning that gives none.</param>
/// <param name="Item">The item that it concerns alone; null when it concerns the package.</param>
/// <param name="Requirement">What must be so.</param>
/// <param name="Found">What is so instead; null when the check passes.</param>
public sealed record PackageCheck(
    int Step, CheckSeverity Severity, ReasonCode? Code, string? Item, Wording Requirement, Wording? Found)
{
    /// <summary>Gets a value indicating whether the package keeps the requirement.</summary>
    public bool Passes => Found is null;

    /// <summary>Gets the sentence about it, in both languages.</summary>
    public Wording Sentence => Found is null ? Requirement : new Wording(
        $"应当{Requirement.Chinese}；实为{Found.Chinese}。", $"Expected: {Requirement.English}; found: {Found.English}.");
}

/// <summary>What the rules make of a package, before any officer looks at it.</summary>
public enum PackageOutcome
{
    /// <summary>It may be invoked.</summary>
    Admissible = 1,

    /// <summary>It goes back for supplement, 10 working days.</summary>
    Returned = 2,

    /// <summary>It cannot be recognised.</summary>
    Refused = 3,

    /// <summary>Integrity or signature failed: nobody else sees it.</summary>
    Quarantined = 4,
}

/// <summary>What the checks of a package found.</summary>
/// <param name="Checks">All that apply, by step.</param>
public sealed record PackageReport(ImmutableArray<PackageCheck> Checks)
{
    /// <summary>Gets the flags that go with it (FLG-…), in ordinal order.</summary>
    public ImmutableArray<ReasonCode> Flags { get; init; } = [];

    /// <summary>Gets the items that cannot be used, with their reasons; the package stands without them.</summary>
    public ILookup<string, ReasonCode> RefusedItems => Checks
        .Where(check => check is { Passes: false, Severity: CheckSeverity.Hard, Item: not null, Code: not null })
        .Select(check => (Item: check.Item!, Code: check.Code!.Value)).Distinct()
        .ToLookup(pair => pair.Item, pair => pair.Code, StringComparer.Ordinal);

    /// <summary>Gets the reasons against the whole package, in ordinal order.</summary>
    public ImmutableArray<ReasonCode> Codes =>
    [
        .. Failing(CheckSeverity.Hard).Where(check => check.Item is null).Select(check => check.Code).OfType<ReasonCode>()
            .Distinct().OrderBy(code => code.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>Gets what the rules make of it: any failure of integrity or signature keeps it apart, any other hard one refuses
    /// it, any remediable one sends it back.</summary>
    public PackageOutcome Outcome =>
        Codes.Any(code => code.Effect == ReasonEffect.Quarantine) ? PackageOutcome.Quarantined
        : Failing(CheckSeverity.Hard).Any(check => check.Item is null) ? PackageOutcome.Refused
        : Failing(CheckSeverity.Remediable).Any() ? PackageOutcome.Returned
        : PackageOutcome.Admissible;

    /// <summary>Gets the weight of what passes out of a thousand of what applies: 3 for H, 2 for R, 1 for W. It informs; no
    /// outcome depends on it.</summary>
    public int Score => Checks.IsEmpty
        ? 0
        : 1000 * Checks.Where(check => check.Passes).Sum(check => (int)check.Severity)
            / Checks.Sum(check => (int)check.Severity);

    /// <summary>Lists what fails with a severity.</summary>
    /// <param name="severity">The severity.</param>
    /// <returns>The checks, by step.</returns>
    public IEnumerable<PackageCheck> Failing(CheckSeverity severity) =>
        Checks.Where(check => !check.Passes && check.Severity == severity);

    /// <summary>Says whether a step holds what only the price of the package makes good: no check of its own reason fails
    /// hard.</summary>
    /// <param name="step">1 to 8.</param>
    /// <returns>Whether it does.</returns>
    public bool IsComplete(int step) => !Failing(CheckSeverity.Hard).Any(check =>
        check.Step == step && check.Code == StepCheckList.CodeOf(step));

    /// <summary>Says whether a step lacks what may be supplemented.</summary>
    /// <param name="step">1 to 8.</param>
    /// <returns>Whether it does.</returns>
    public bool HasCurableGap(int step) => Failing(CheckSeverity.Remediable).Any(check => check.Step == step);
}
