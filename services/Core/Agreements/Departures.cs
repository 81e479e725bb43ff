using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Says when a party may leave. Source: scenario S10.</summary>
internal static class Departures
{
    public static Rejection? Check(AgreementState state, Jurisdiction party, DateOnly lastDay, DateOnly today)
    {
        if (state.Departures.Any(left => left.Party == party && left.LastDay >= today))
        {
            return new(RejectionCode.AlreadyDone, new($"{party} 已通知退出。", $"{party} has given notice before."));
        }

        if (state.Network.Agreement.InForceOn(today) is not { } rules || !rules.Binds(party)
            || state.Network.Agreement.InForceOn(lastDay)?.Binds(party) is not true)
        {
            return AgreementActs.NotEntitled(
                $"{party} 今日或 {CivilDates.Format(lastDay)} 不受协议约束，无从退出。",
                $"{party} is not bound by the agreement today or on {CivilDates.Format(lastDay)}; there is nothing to leave.");
        }

        if (rules.Terms.Notice is not { } notice)
        {
            return new(RejectionCode.WrongStage, new(
                $"{rules.Name} 未规定退出通知期；须由各方签署不含 {party} 的新规则集。", $"{rules.Name} provides for no notice of leaving."));
        }

        var earliest = notice.From(today, isBack: false, WorkingDays.Announced);
        return lastDay >= earliest ? null : new(RejectionCode.WrongDay, new(
            $"通知期为 {notice.Chinese}：最后一日最早为 {CivilDates.Format(earliest ?? DateOnly.MaxValue)}；实为 {CivilDates.Format(lastDay)}。",
            $"Notice is {notice}: the earliest last day is {CivilDates.Format(earliest ?? DateOnly.MaxValue)}; found "
            + $"{CivilDates.Format(lastDay)}."));
    }
}
