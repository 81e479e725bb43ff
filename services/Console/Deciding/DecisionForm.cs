using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Verdict = ExchangeHub.Protos.Record.V1.GroundReviewed.Types.Result;

namespace ExchangeHub.Console.Deciding;

/// <summary>What an officer has filled in; everything is text until it is checked.</summary>
internal sealed class DecisionForm
{
    /// <summary>The code that stands for the review of a package as a whole.</summary>
    public const string WholePackage = "review";

    /// <summary>How long a reason is at most.</summary>
    public const int ReasonLengthMax = 2000;

    /// <summary>Gets or sets what makes sending it twice harmless.</summary>
    public string? Key { get; set; }

    /// <summary>Gets or sets the ground, a code of the catalogue, or <see cref="WholePackage"/>.</summary>
    public string? Code { get; set; }

    /// <summary>Gets or sets what the officer makes of the ground: confirmed, dismissed or raised.</summary>
    public string? Result { get; set; }

    /// <summary>Gets or sets what the officer makes of the package: admitted, defect, returned or refused.</summary>
    public string? Review { get; set; }

    /// <summary>Gets or sets the day of the decision, yyyy-MM-dd.</summary>
    public string? On { get; set; }

    /// <summary>Gets or sets the day on which the issuer was consulted, yyyy-MM-dd; may be empty.</summary>
    public string? ConsultedOn { get; set; }

    /// <summary>Gets or sets why.</summary>
    public string? Reason { get; set; }

    /// <summary>Gets or sets what is to be supplied, a line each: step or item, colon, what.</summary>
    public string? Supplements { get; set; }

    /// <summary>Lists the grounds about which an officer may decide for a kind of record, those that are asked first.</summary>
    public static IEnumerable<Reason> Grounds(string kind, IReadOnlyCollection<string> asked) => ReasonCatalogue.All
        .Where(reason => reason.DecidedBy != ReasonDecider.Rule && reason.Concerns(kind)
            && reason.Effect is ReasonEffect.Refuse or ReasonEffect.Hold or ReasonEffect.Flag or ReasonEffect.Suspend)
        .OrderByDescending(reason => asked.Contains(reason.Code.ToString()));

    /// <summary>Checks it and makes the act of it.</summary>
    /// <param name="officer">Who decides.</param>
    /// <param name="authority">The credit code of the officer's authority.</param>
    /// <param name="held">The record.</param>
    /// <param name="today">The last day on which somebody can have decided.</param>
    /// <returns>The act; or everything that is wrong.</returns>
    public (SubmitRequest? Act, List<Wording> Faults) Check(
        Account officer, string authority, GetRecordResponse held, DateOnly today)
    {
        var faults = new List<Wording>();
        var happened = new LifeCycleEvent
        {
            RecordId = held.RecordId,
            OccurredOn = On?.Trim() ?? "",
            ReportedFor = new Organ { Name = officer.Authority, CreditCode = authority, Division = officer.Division },
        };
        if (!CivilDates.TryParse(On?.Trim(), out var on) || on > today)
        {
            faults.Add(new Wording($"决定日期应为不晚于 {CivilDates.Format(today)} 的日期。",
                $"The day of the decision must be a day not after {CivilDates.Format(today)}."));
        }

        if (string.IsNullOrEmpty(Key) || Key.Length > 100)
        {
            faults.Add(new Wording("表单不完整，请刷新本页。", "The form is not complete. Load the page again."));
        }

        if (Code == WholePackage)
        {
            happened.EvidenceReviewed = PackageReview.Of(this, officer, faults);
            CheckLength(faults);
            happened.Reason = Text;
        }
        else
        {
            happened.GroundReviewed = OfGround(officer, held.Dossier.Split('/')[0], faults);
        }

        return (faults.Count > 0 ? null : new SubmitRequest
        {
            ClientKey = $"console-{Key}",
            Event = new SubmitRequest.Types.Event { Dossier = held.Dossier, Event_ = happened },
        }, faults);
    }

    /// <summary>Gets the reason as it is sent.</summary>
    public string Text => Reason?.Trim().ReplaceLineEndings("\n") ?? "";

    private GroundReviewed OfGround(Account officer, string kind, List<Wording> faults)
    {
        var verdict = Result switch
        {
            "confirmed" => Verdict.Confirmed, "dismissed" => Verdict.Dismissed, "raised" => Verdict.Raised,
            _ => Verdict.Unspecified,
        };
        if (verdict == Verdict.Unspecified)
        {
            faults.Add(new Wording("请选择“成立”、“不成立”或者“待核”。", "Choose whether the ground applies, does not, or is being examined."));
        }

        var ground = Grounds(kind, []).FirstOrDefault(reason => reason.Code.ToString() == Code);
        if (ground is null)
        {
            faults.Add(new Wording("请从理由目录中选择一项可由工作人员认定的事由。",
                "Choose a ground of the catalogue that an officer can establish."));
        }
        else if (ground.Effect == ReasonEffect.Refuse && verdict == Verdict.Confirmed && Text.Length == 0)
        {
            faults.Add(new Wording($"认定 {ground.Code} 成立的，须写明理由；理由将告知原机关。",
                $"Say why {ground.Code} applies: the issuer is told."));
        }

        CheckLength(faults);
        if (CivilDates.TryParse(ConsultedOn?.Trim(), out var consulted) && CivilDates.TryParse(On?.Trim(), out var on)
            && consulted > on)
        {
            faults.Add(new Wording("征询原机关日期不得晚于决定日期。",
                "The day on which the issuer was consulted is not after that of the decision."));
        }

        return new GroundReviewed
        {
            Code = Code ?? "", Result = verdict, Reason = Text, ReviewerCertificate = officer.Certificate,
            IssuerConsultedOn = ConsultedOn?.Trim() ?? "",
        };
    }

    private void CheckLength(List<Wording> faults)
    {
        if (Text.Length > ReasonLengthMax)
        {
            faults.Add(new Wording($"理由至多 {ReasonLengthMax} 字，现为 {Text.Length} 字。",
                $"The reason has {ReasonLengthMax} characters at most; found {Text.Length}."));
        }
    }
}
