using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>Takes the checks of one step, or of what belongs to none.</summary>
/// <param name="checks">All checks of the package.</param>
/// <param name="step">1 to 8; 0 for what belongs to none.</param>
/// <param name="isLater">The step may follow later, so that what is missing can still be had.</param>
internal sealed class StepCheckList(List<PackageCheck> checks, int step, bool isLater = false)
{
    private static readonly ReasonCode Supplement = new("HOLD-EV-SUPPLEMENT");

    /// <summary>Gets the reason that a step has of its own.</summary>
    public static ReasonCode CodeOf(int step) => new(string.Create(CultureInfo.InvariantCulture, $"REF-EV-STEP{step}"));

    /// <summary>Checks what costs the package, with the reason of the step.</summary>
    public void Must(bool passes, Wording requirement, Wording found) => Must(CodeOf(step), passes, requirement, found);

    /// <summary>Checks what costs the package, or the item.</summary>
    public void Must(ReasonCode code, bool passes, Wording requirement, Wording found, string? item = null)
    {
        if (isLater)
        {
            Should(passes, requirement, found, item);
        }
        else
        {
            checks.Add(new PackageCheck(step, CheckSeverity.Hard, code, item, requirement, passes ? null : found));
        }
    }

    /// <summary>Checks what may be supplemented.</summary>
    public void Should(bool passes, Wording requirement, Wording found, string? item = null) =>
        checks.Add(new PackageCheck(step, CheckSeverity.Remediable, Supplement, item, requirement, passes ? null : found));

    /// <summary>Checks what is worth knowing.</summary>
    public void May(bool passes, Wording requirement, Wording found, ReasonCode? flag = null, string? item = null) =>
        checks.Add(new PackageCheck(step, CheckSeverity.Warning, flag, item, requirement, passes ? null : found));
}
