using ExchangeHub.Console.Persons;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Confirming;

/// <summary>Who may be the second pair of eyes: another account, and another person, of the same division.</summary>
internal static class SecondOfficer
{
    /// <summary>Says why an account cannot confirm or return what waits in its division.</summary>
    /// <returns>Null when it can.</returns>
    public static Wording? WhyNot(Proposal one, Account own)
    {
        if (one.Account == own.Id)
        {
            return new Wording("提出人不能复核自己提出的决定，请本机关另一名执法人员复核。",
                "Nobody confirms the own decision: another officer of this authority does.");
        }

        if (one.Certificate == own.Certificate)
        {
            return new Wording($"本账号与提出人的账号属于同一执法人员（{one.Certificate}），不能复核。",
                $"This account belongs to the officer who proposed it ({one.Certificate}) and cannot confirm it.");
        }

        return one.State == ProposalState.Confirming && one.Second != own.Id ? new Wording(
            $"{one.SecondName} 已确认，节点尚未答复；由其再次提交。",
            $"{one.SecondName} has confirmed it and the node has not answered yet; that officer sends it again.") : null;
    }
}
