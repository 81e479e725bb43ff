using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Says which acts of a party an agreement allows.</summary>
/// <remarks>Source: domain reference "Agreement checklist"; scenario S10 on notice and survival.</remarks>
public static class AgreementActs
{
    // As far as a clock may be ahead: nothing that is published today can bear the day after the one on which this ends.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Gets the earliest day on which something that is acted now can begin.</summary>
    /// <param name="at">When the act is taken.</param>
    /// <returns>A later day than any that a record bears which is taken at the same time: rules are never retroactive.</returns>
    public static DateOnly EarliestFrom(DateTimeOffset at) => CivilDates.Of(at + Tolerance).AddDays(1);

    /// <summary>Checks that a party may do what it does.</summary>
    /// <param name="state">The agreement before the act.</param>
    /// <param name="act">The act; its envelope was verified with a key of the party.</param>
    /// <param name="at">When it is taken.</param>
    /// <param name="readRules">Reads the document of a draft.</param>
    /// <returns>Null when it may.</returns>
    public static Rejection? Check(AgreementState state, AgreementAct act, DateTimeOffset at, ReadRules readRules)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(readRules);
        return act.After != state.Acts
            ? new(RejectionCode.ActedSince, new(
                $"该行为以前 {act.After} 项行为为据，现已有 {state.Acts} 项。请查看协议现状后重新签署。",
                $"The act follows act {act.After}, and there are {state.Acts} by now. Look at the agreement again, and sign "
                + "a new one."))
            : act.Deed switch
            {
                AgreementDeed.Draft draft => RuleSetPapers.CheckDraft(state, act.Party, draft, readRules),
                AgreementDeed.Propose propose => RuleSetPapers.CheckProposal(state, act.Party, propose, at),
                AgreementDeed.Sign sign => RuleSetPapers.CheckSignature(state, act.Party, sign, at),
                AgreementDeed.Withdraw withdraw => RuleSetPapers.CheckWithdrawal(state, act.Party, withdraw),
                AgreementDeed.GiveNotice notice => Departures.Check(state, act.Party, notice.LastDay, CivilDates.Of(at)),
                AgreementDeed.Choose choose => LocalChoices.Check(state, act.Party, choose, at),
                _ => throw new ArgumentOutOfRangeException(nameof(act)),
            };
    }

    internal static Rejection NotEntitled(string chinese, string english) =>
        new(RejectionCode.NotEntitled, new Wording(chinese, english));
}
