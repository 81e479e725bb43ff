using System.Globalization;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Outcome = ExchangeHub.Protos.Record.V1.EvidenceReviewed.Types.Result;

namespace ExchangeHub.Console.Deciding;

/// <summary>The review of an evidence package as a whole.</summary>
internal static class PackageReview
{
    private const int SupplementLengthMax = 500;

    /// <summary>Makes the review of what was filled in.</summary>
    /// <param name="form">What was filled in.</param>
    /// <param name="officer">Who decides.</param>
    /// <param name="faults">Gets what is wrong.</param>
    public static EvidenceReviewed Of(DecisionForm form, Account officer, List<Wording> faults)
    {
        var review = form.Review switch
        {
            "admitted" => Outcome.Admitted,
            "defect" => Outcome.AdmittedWithDefect,
            "returned" => Outcome.ReturnedForSupplement,
            "refused" => Outcome.Refused,
            _ => Outcome.Unspecified,
        };
        if (review == Outcome.Unspecified)
        {
            faults.Add(new Wording("请选择审核结论。", "Choose the result of the review."));
        }

        var isRefused = review == Outcome.Refused;
        if (isRefused && form.Text.Length == 0)
        {
            faults.Add(new Wording("不予采纳的，须写明理由；理由将告知原机关。", "Say why it is not admitted: the issuer is told."));
        }

        var reviewed = new EvidenceReviewed { Result = review, ReviewerCertificate = officer.Certificate };
        foreach (var line in (form.Supplements ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries))
        {
            if (Supplement(line) is { } supplement)
            {
                reviewed.Supplements.Add(supplement);
            }
            else
            {
                faults.Add(new Wording($"补充清单中的“{line}”应写作“步骤号或者材料编号：内容”，例如“3：补拍取证地点”。",
                    $"'{line}' of the list must be a step or an item, a colon, and what is missing, such as '3: photograph of "
                        + "the place'."));
            }
        }

        if (review == Outcome.ReturnedForSupplement && reviewed.Supplements.Count == 0
            && faults.Count == 0)
        {
            faults.Add(new Wording("退回补充的，须列明补充内容。", "Say what is to be supplied."));
        }

        return reviewed;
    }

    private static EvidenceReviewed.Types.Supplement? Supplement(string line)
    {
        var at = line.IndexOfAny([':', '：']);
        var (where, what) = at > 0 ? (line[..at].Trim(), line[(at + 1)..].Trim()) : ("", "");
        if (where.Length == 0 || what.Length is 0 or > SupplementLengthMax)
        {
            return null;
        }

        return int.TryParse(where, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step is >= 1 and <= 8 ? new EvidenceReviewed.Types.Supplement { Step = step, What = what } : null
            : new EvidenceReviewed.Types.Supplement { ItemNumber = where, What = what };
    }
}
