using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>Examines a package by the eight-step method 八步法 and the rules of evidence.</summary>
/// <remarks>
/// <para>
/// The hub examines the record and whoever has the bag examines both, by these rules and no others: what recognition says of a
/// package is what its bag says.
/// </para>
/// <para>Source: domain reference "Evidence", sections 1, 3, 4 and 7.</para>
/// </remarks>
public sealed class PackageExamination
{
    private const int StepCount = 8;

    private readonly List<PackageCheck> _checks = [];
    private readonly PackageSheet _sheet;
    private readonly DateOnly? _decidedOn;

    private PackageExamination(PackageSheet sheet, DateOnly? decidedOn) => (_sheet, _decidedOn) = (sheet, decidedOn);

    /// <summary>Examines a package.</summary>
    /// <param name="sheet">What it says of its taking.</param>
    /// <param name="bag">What was seen of its bag; null where only the record is there.</param>
    /// <param name="decidedOn">The day of the decision that it is to carry; null when there is none yet.</param>
    /// <returns>All checks that apply.</returns>
    public static PackageReport Run(PackageSheet sheet, BagSeen? bag = null, DateOnly? decidedOn = null)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var examination = new PackageExamination(sheet, decidedOn);
        var sampling = new SamplingChain(sheet);
        for (var number = 1; number <= StepCount; number++)
        {
            examination.CheckStep(number, sampling, bag);
        }

        new ItemChecks(sheet, sampling, new StepCheckList(examination._checks, 0)).Run(decidedOn);
        return new PackageReport([.. examination._checks]) { Flags = examination.Flags() };
    }

    private void CheckStep(int number, SamplingChain sampling, BagSeen? bag)
    {
        // At the confrontation the step can still follow; when a decision has been made it is too late.
        var isLater = StepOrder.IsLater(_sheet.Mode, number) && _decidedOn is null;
        var list = new StepCheckList(_checks, number, isLater);
        var step = StepOrder.Find(_sheet, number);
        if (step is null && StepOrder.IsReplaced(_sheet.Mode, number))
        {
            new ChecksOffSite(_sheet, list).Run(number);
            return;
        }

        var title = StepTitles.Of(number);
        list.Must(step is not null, new Wording(
            $"有第{number}步“{title.Chinese}”的记录", $"a record of step {number}, {title.English}"),
            new Wording("没有该步骤", "no such step"));
        switch (step)
        {
            case null:
                return;
            case StepSheet.Inspect or StepSheet.Verify or StepSheet.Inform or StepSheet.Locate:
                new ChecksOnSite(_sheet, list).Run(step, sampling);
                break;
            default:
                new ChecksOnPaper(_sheet, list).Run(step, bag);
                break;
        }

        CheckOrder(step, list);
        if (step is StepSheet.Complete)
        {
            CheckWhole();
        }
    }

    private void CheckOrder(StepSheet step, StepCheckList list)
    {
        var (requirement, found) = (
            new Wording("各步骤依次进行，前一步骤结束后开始（第四、五步可以交叉）",
                "the steps to follow each other, each begun when the one before had ended (4 and 5 may interleave)"),
            new Wording("开始时前一步骤尚未结束", "it began before the one before had ended"));
        var isInOrder = StepOrder.IsInOrder(_sheet, step.Number) is not false;
        if (step.Number == 1)
        {
            list.Must(isInOrder, requirement, new Wording("晚于第二步且未说明理由", "it follows step 2 and gives no reason"));
        }
        else
        {
            list.May(isInOrder, requirement, found);
            list.May(step.EndedAt is null || step.EndedAt >= step.StartedAt, new Wording(
                "结束不早于开始", "an end not before the begin"), new Wording("结束早于开始", "an end before the begin"));
        }
    }

    // The reason is that of the step which is wanting: a package is not refused twice for one gap.
    private void CheckWhole()
    {
        var report = new PackageReport([.. _checks]);
        var wanting = Enumerable.Range(1, StepCount - 1)
            .Where(number => !report.IsComplete(number)).Cast<int?>().FirstOrDefault();
        _checks.Add(new PackageCheck(
            StepCount, CheckSeverity.Hard, wanting is { } first ? StepCheckList.CodeOf(first) : null, null,
            new Wording("第一至第七步齐全", "steps 1 to 7 complete"),
            wanting is { } one ? new Wording($"第{one}步不齐全", $"step {one} is not complete") : null));
    }

    private ImmutableArray<ReasonCode> Flags()
    {
        var flags = new SortedSet<string>(StringComparer.Ordinal);
        flags.UnionWith(_checks.Where(check => !check.Passes && check.Severity == CheckSeverity.Warning && check.Code is not null)
            .Select(check => check.Code!.Value.ToString()));
        if (_sheet.Mode != EvidenceMode.Ordinary)
        {
            _ = flags.Add(_sheet.Mode == EvidenceMode.Covert ? "FLG-COVERT" : "FLG-OFFSITE");
        }

        if (_sheet.Steps.Any(step => step is StepSheet.Sign { Party: PartySigning.RefusedNoted }))
        {
            _ = flags.Add("FLG-PARTY-REFUSED-SIGN");
        }

        return [.. flags.Select(flag => new ReasonCode(flag))];
    }
}
