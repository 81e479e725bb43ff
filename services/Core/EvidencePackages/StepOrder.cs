using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.EvidencePackages;

/// <summary>Which steps a way of taking evidence asks for, and in which order.</summary>
public static class StepOrder
{
    // In a covert check the certificate is shown and the record signed at the confrontation (Measures 2023, 24(2)); off-site
    // nobody signs in or shows a certificate (Penalty Law 41).
    private static readonly ImmutableArray<int> LaterWhenCovert = [2, 6];
    private static readonly ImmutableArray<int> ReplacedOffsite = [1, 2];

    /// <summary>Says whether the way in which evidence was taken asks for a step.</summary>
    /// <param name="mode">The way.</param>
    /// <param name="step">1 to 8.</param>
    /// <returns>False for steps 2 and 6 of a covert check, which follow, and for steps 1 and 2 off-site, which are
    /// replaced.</returns>
    public static bool IsRequired(EvidenceMode mode, int step) => !(mode switch
    {
        EvidenceMode.Covert => LaterWhenCovert,
        EvidenceMode.Offsite => ReplacedOffsite,
        _ => [],
    }).Contains(step);

    /// <summary>Says whether a step began when those before it had ended.</summary>
    /// <param name="sheet">The package.</param>
    /// <param name="step">1 to 8.</param>
    /// <returns>Null when the step is not there.</returns>
    public static bool? IsInOrder(PackageSheet sheet, int step)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        if (Find(sheet, step) is not { } own)
        {
            return null;
        }

        if (step <= 2 && Find(sheet, 1) is StepSheet.Locate { OrderReason.Length: > 0 })
        {
            return true; // a check on a boat or vehicle, with its reason
        }

        if (step == 1)
        {
            return Find(sheet, 2) is not { } inform || own.StartedAt <= inform.StartedAt;
        }

        for (var before = step - 1; before > 0; before--)
        {
            // 4 and 5 may interleave.
            if (Find(sheet, before) is { } earlier && (before, step) != (4, 5) && !IsFree(before) && !IsFree(step))
            {
                return earlier.Over <= own.StartedAt;
            }
        }

        return true;

        bool IsFree(int number) => sheet.Mode == EvidenceMode.Covert && IsLater(sheet.Mode, number);
    }

    /// <summary>Finds a step.</summary>
    internal static StepSheet? Find(PackageSheet sheet, int step) => sheet.Steps.FirstOrDefault(one => one.Number == step);

    /// <summary>Says whether a step may follow at the confrontation.</summary>
    internal static bool IsLater(EvidenceMode mode, int step) => mode == EvidenceMode.Covert && LaterWhenCovert.Contains(step);

    /// <summary>Says whether something else stands for a step.</summary>
    internal static bool IsReplaced(EvidenceMode mode, int step) =>
        mode == EvidenceMode.Offsite && ReplacedOffsite.Contains(step);
}
