using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Says how a document becomes rules: who may draft, propose, sign and withdraw it, and when.</summary>
internal static class RuleSetPapers
{
    private const int DraftsMax = 20;

    public static Rejection? CheckDraft(AgreementState state, Jurisdiction party, AgreementDeed.Draft draft, ReadRules readRules)
    {
        var agreement = state.Founded.Agreement.Id;
        if (readRules(Encoding.UTF8.GetString(draft.Document.Span), out var faults) is not { } rules)
        {
            return new(RejectionCode.NoRuleSet, new(
                $"文件不是正确的规则集：{faults.First[0].Message.Chinese}",
                $"The document is no rule set: {faults.First[0].Message.English}"));
        }

        if (rules.Agreement != agreement)
        {
            return new(RejectionCode.NoRuleSet, new(
                $"应为 {agreement} 的规则；实为 {rules.Agreement} 的规则。",
                $"Expected rules of {agreement}; found rules of {rules.Agreement}."));
        }

        if (rules.Parties.FirstOrDefault(member => !state.Founded.Parties.ContainsKey(member)) is { } stranger
            && stranger != default)
        {
            return new(RejectionCode.NoRuleSet, new(
                $"规则集列有 {stranger}，其并非本网络缔约方。", $"The rule set has {stranger} as a member, which is no party of the network."));
        }

        var digest = Digest.Of(draft.Document.Span);
        if (state.Find(digest) is { Stage: not PaperStage.Withdrawn } known)
        {
            return new(RejectionCode.AlreadyDone, new(
                $"{known.DraftedBy} 已提交该文件（{digest}）。", $"{known.DraftedBy} has drafted this document before, {digest}."));
        }

        return Taken(state, rules, digest)
            ?? (state.Papers.Count(paper => paper.Stage == PaperStage.Draft && paper.DraftedBy == party) < DraftsMax ? null
            : new(RejectionCode.WrongStage, new(
                $"{party} 已有 {DraftsMax} 份草案。请先撤回其中一份。", $"{party} has {DraftsMax} drafts. Withdraw one of them first.")));
    }

    public static Rejection? CheckProposal(
        AgreementState state, Jurisdiction party, AgreementDeed.Propose propose, DateTimeOffset at) =>
        OnPaper(state, propose.Document, PaperStage.Draft, paper =>
            Member(paper, party) ?? Taken(state, paper.Rules, paper.Digest) ?? Days(state, paper.Rules, at)
            ?? LeftOut(state, paper.Rules));

    public static Rejection? CheckSignature(
        AgreementState state, Jurisdiction party, AgreementDeed.Sign sign, DateTimeOffset at) =>
        OnPaper(state, sign.Document, PaperStage.Proposed, paper =>
            Member(paper, party) ?? Once(paper, party) ?? Verified(state, paper, party, sign.Signature)
            ?? Days(state, paper.Rules, at) ?? LeftOut(state, paper.Rules));

    public static Rejection? CheckWithdrawal(AgreementState state, Jurisdiction party, AgreementDeed.Withdraw withdraw) =>
        OnPaper(state, withdraw.Document, null, paper => Withdraws(paper, party));

    // A number names one document from its proposal on, and for ever.
    private static Rejection? Taken(AgreementState state, RuleSet rules, Digest digest)
    {
        var isTaken = state.RulesOf(rules.Number) is not null || state.Papers.Any(other => other.Digest != digest
            && other.Rules.Number == rules.Number && other.Stage is PaperStage.Proposed or PaperStage.Agreed);
        return !isTaken ? null : new(RejectionCode.AlreadyDone, new(
            $"版本 {rules.Name} 已属于另一份文件。请另编版本号。", $"Version {rules.Name} is another document already. Give it the next number."));
    }

    private static Rejection? Days(AgreementState state, RuleSet rules, DateTimeOffset at)
    {
        var earliest = AgreementActs.EarliestFrom(at);
        if (rules.InForceFrom < earliest)
        {
            return new(RejectionCode.WrongDay, new(
                $"{rules.Name} 自 {CivilDates.Format(rules.InForceFrom)} 起施行，规则不得溯及既往：最早为 {CivilDates.Format(earliest)}。",
                $"{rules.Name} begins on {CivilDates.Format(rules.InForceFrom)}. Rules are not retroactive: the earliest first "
                + $"day is {CivilDates.Format(earliest)}."));
        }

        var latest = state.Latest;
        return rules.Number > latest.Number && rules.InForceFrom > latest.InForceFrom ? null : new(RejectionCode.WrongDay, new(
            $"{rules.Name} 应在 {latest.Name}（自 {CivilDates.Format(latest.InForceFrom)}）之后施行。",
            $"{rules.Name} must follow {latest.Name}, which begins on "
            + $"{CivilDates.Format(latest.InForceFrom)}, in number and in time."));
    }

    // Nobody is put out by the others: who is bound leaves by notice.
    private static Rejection? LeftOut(AgreementState state, RuleSet rules)
    {
        var bound = state.Network.Agreement.InForceOn(rules.InForceFrom)?.Parties ?? [];
        return bound.Except(rules.Parties).ToArray() is not [_, ..] left ? null : new(RejectionCode.PartyLeftOut, new(
            $"{rules.Name} 未列入届时仍受约束的 {string.Join('、', left)}。缔约方只能经通知退出。",
            $"{rules.Name} leaves out {string.Join(", ", left)}, bound on its first day. A party leaves by its own notice."));
    }

    private static Rejection? OnPaper(
        AgreementState state, Digest digest, PaperStage? stage, Func<RuleSetPaper, Rejection?> check)
    {
        if (state.Find(digest) is not { } paper)
        {
            return new(RejectionCode.DocumentUnknown, new(
                $"没有摘要为 {digest} 的文件。请先提交草案。", $"There is no document of the digest {digest}. Draft it first."));
        }

        return stage is null || paper.Stage == stage ? check(paper) : new(RejectionCode.WrongStage, new(
            $"{paper.Rules.Name} 的阶段应为“{Name(stage.Value).Chinese}”，实为“{Name(paper.Stage).Chinese}”。",
            $"{paper.Rules.Name}: expected a document that is {Name(stage.Value).English}; it is {Name(paper.Stage).English}."));
    }

    private static Rejection? Member(RuleSetPaper paper, Jurisdiction party) => paper.Rules.Binds(party) ? null
        : AgreementActs.NotEntitled(
        $"{party} 并非 {paper.Rules.Name} 的缔约方。", $"{party} is no party of {paper.Rules.Name}.");

    private static Rejection? Once(RuleSetPaper paper, Jurisdiction party) =>
        !paper.SignedBy.Contains(party) ? null : new(RejectionCode.AlreadyDone, new(
            $"{party} 已签署 {paper.Rules.Name}。", $"{party} has signed {paper.Rules.Name} before."));

    private static Rejection? Verified(
        AgreementState state, RuleSetPaper paper, Jurisdiction party, ReadOnlyMemory<byte> signature) =>
        paper.Document.Signatories([signature], [state.Founded.Parties[party]]).By.Contains(party) ? null
        : AgreementActs.NotEntitled(
            $"签名与 {paper.Rules.Name} 的文件不符，或并非 {party} 的密钥所签。",
            $"The signature is not one of {party} over the document of {paper.Rules.Name}.");

    private static Rejection? Withdraws(RuleSetPaper paper, Jurisdiction party) => paper.Stage switch
    {
        PaperStage.Agreed or PaperStage.Withdrawn => new(RejectionCode.WrongStage, new(
            $"{paper.Rules.Name} 已{Name(paper.Stage).Chinese}，不能撤回。",
            $"{paper.Rules.Name} is {Name(paper.Stage).English} and cannot be withdrawn.")),
        _ when party == paper.DraftedBy || party == paper.ProposedBy => null,
        _ => AgreementActs.NotEntitled($"{paper.Rules.Name} 由 {paper.ProposedBy ?? paper.DraftedBy} 提出，他方不能撤回。",
            $"{paper.Rules.Name} is the paper of {paper.ProposedBy ?? paper.DraftedBy}; nobody else withdraws it."),
    };

    private static Wording Name(PaperStage stage) => stage switch
    {
        PaperStage.Draft => new("草案", "a draft"),
        PaperStage.Proposed => new("提请签署", "proposed"),
        PaperStage.Agreed => new("签署完毕", "signed"),
        _ => new("撤回", "withdrawn"),
    };
}
