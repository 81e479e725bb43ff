using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The conditions on a penalty decision and its penalties.</summary>
internal static partial class Conditions
{
    private static void CheckPenalty(Penalty penalty, Walk walk)
    {
        if (penalty.ServedOn.Length > 0)
        {
            DemandWhen(penalty.ServiceMode == ServiceMode.Unspecified, "service_mode",
                "送达方式，因为已填写送达日期", "how it was served, because served_on is given", walk);
        }

        if (penalty.CreditClass is CreditClass.General or CreditClass.Serious)
        {
            DemandWhen(penalty.PublicUntil.Length == 0, "public_until",
                "公示截止期，例如 2026-06-20；失信程度为轻微的除外",
                    "the last day of publicity such as 2026-06-20, because credit_class is not MINOR", walk);
        }

        var kinds = penalty.Penalties.Select(item => item.Kind).ToHashSet(StringComparer.Ordinal);
        if (kinds.Count == 0 || kinds.Any(kind => PenaltyKinds.Find(kind) is null))
        {
            return;
        }

        var (hasFine, hasConfiscation) = (kinds.Overlaps(["P03", "P18"]), kinds.Overlaps(["P04", "P05"]));
        CheckAmount("fine_fen", penalty.FineFen, hasFine, "P03、P18", "P03 or P18", walk);
        CheckAmount("confiscated_fen", penalty.ConfiscatedFen, hasConfiscation, "P04、P05", "P04 or P05", walk);
        DemandWhen(penalty.CertificateAffected.Length == 0 && kinds.Any(kind => PenaltyKinds.Find(kind)!.NeedsCertificate),
            "certificate_affected", "所涉证照的名称和编号，因为处罚种类为 P06、P07 或 P08",
            "name and number of the certificate, because the penalty is P06, P07 or P08", walk);
        DemandWhen(penalty.DailyPenalty is null && kinds.Contains("P18"), "daily_penalty",
            "按日连续处罚的起止日期和金额，因为处罚种类为 P18", "days and amount of the daily fine, because the penalty is P18", walk);
    }

    private static void CheckAmount(string field, long fen, bool isDue, string chineseKinds, string englishKinds, Walk walk)
    {
        if (isDue && fen == 0)
        {
            walk.Report(field, new Violation(
                new Wording($"大于 0 的金额（分），因为处罚种类含 {chineseKinds}",
                    $"an amount in fen larger than 0, because a penalty is {englishKinds}"),
                new Wording("0", "0")));
        }
        else if (!isDue && fen > 0)
        {
            walk.Report(field, new Violation(
                new Wording($"0，因为处罚种类不含 {chineseKinds}", $"0, because no penalty is {englishKinds}"),
                new Wording($"{fen}", $"{fen}")));
        }
    }

    private static void CheckPenaltyItem(PenaltyItem item, Walk walk)
    {
        CheckOrder("to_on", item.FromOn, item.ToOn, walk);
        if (item.AmountFen > 0 && PenaltyKinds.Find(item.Kind) is { Amount: PenaltyAmount.None })
        {
            walk.Report("amount_fen", new Violation(
                new Wording($"0，因为 {item.Kind} 不是金钱处罚", $"0, because {item.Kind} is not a penalty in money"),
                new Wording($"{item.AmountFen}", $"{item.AmountFen}")));
        }
    }
}
