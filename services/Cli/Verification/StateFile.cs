using ExchangeHub.Cli.Output;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Verification;

/// <summary>What the log says of a subject, <c>exchangehub-state-proof/v1</c>: everything in records of one kind, or that there
/// is nothing.</summary>
internal static class StateFile
{
    /// <summary>Checks a proof.</summary>
    /// <param name="text">The file.</param>
    /// <param name="trust">Whose keys count.</param>
    /// <param name="notBefore">The root must not be older than that.</param>
    public static Verdict Check(string text, Trust trust, DateTimeOffset notBefore)
    {
        if (!StateProof.TryParse(text, out var proof))
        {
            return Verdict.Wrong(
                "状态证明格式不对，应为 exchangehub-state-proof/v1。",
                "The proof of a state is misshapen; expected exchangehub-state-proof/v1.");
        }

        if (ProofFile.Read(proof.Log, trust, out var leaf) is { IsSound: false } wrong)
        {
            return wrong;
        }

        var fault = proof.Judge(leaf!, out var root);
        return fault != StateFault.None ? new Verdict(false, Sentence(fault, leaf!.Position))
            : DateTimeOffset.FromUnixTimeMilliseconds(leaf!.AtMilliseconds) < notBefore
                ? Verdict.Wrong(
                    $"状态根写于 {ProofFile.At(leaf)}，早于所要求的时间：请向枢纽重新索取。",
                    $"The state root was written at {ProofFile.At(leaf)} and is older than asked: ask the hub again.")
            : Sound(proof, root!, leaf);
    }

    private static Verdict Sound(StateProof proof, StateRoot root, LogLeaf leaf)
    {
        var kind = Words.Kind(root.Kind.Code());
        var place = new Wording(
            $"截至历史位置 {root.UpTo}；状态根在位置 {leaf.Position}，写于 {ProofFile.At(leaf)}",
            $"up to position {root.UpTo} of the history, by the state root at position {leaf.Position} of {ProofFile.At(leaf)}");
        return proof switch
        {
            { Subject: "" } => Verdict.Sound(
                $"{kind.Chinese}的状态根涵盖 {root.Count} 个主体（{place.Chinese}）。",
                $"The state root of {kind.English} covers {root.Count} subjects ({place.English})."),
            { Entry: { } entry } => Verdict.Sound(
                $"{proof.Subject} 在历史中的{kind.Chinese}记录共 {entry.Lines.Length} 宗，并无遗漏（{place.Chinese}）。{Named(proof)}",
                $"Of {proof.Subject} the history holds {entry.Lines.Length} in {kind.English} and nothing was left out "
                    + $"({place.English}). {Named(proof)}"),
            _ => Verdict.Sound(
                $"历史中没有 {proof.Subject} 的{kind.Chinese}记录（{place.Chinese}）。",
                $"Of {proof.Subject} the history holds nothing in {kind.English} ({place.English})."),
        };
    }

    private static string Named(StateProof proof) => string.Join("  ", proof.Dossiers);

    private static Wording Sentence(StateFault fault, long position) => fault switch
    {
        StateFault.OtherRoot => new(
            $"状态根与历史中位置 {position} 所载的不是同一份：状态根已被改动或者替换。",
            $"The state root is not the one that stands at position {position} of the history: it was altered."),
        StateFault.NoRoot => new(
            $"历史中位置 {position} 的事件不是状态根。", $"The event at position {position} of the history is no state root."),
        StateFault.LeafAltered => new(
            "所附条目不在状态根之下：条目、序号或者证明已被改动。", "A leaf is not under the state root: leaf, index or proof was altered."),
        StateFault.OtherSubject => new(
            "所证明的条目属于其他主体。", "What is proved is the entry of another subject."),
        StateFault.EntryAltered => new(
            "主体的内容与状态根之下的条目不符：内容已被改动。", "What is said of the subject is not what stands under the state root: it was altered."),
        StateFault.OtherDossier => new(
            "所列卷宗有的不在主体的条目中：卷宗已被改动。", "A dossier is named that the entry of the subject does not have: it was altered."),
        StateFault.NotAdjacent => new(
            "所附的两个条目并不相邻：其间可能隐去了该主体。", "The leaves are not next to each other: the subject could be hidden between them."),
        StateFault.NotBetween => new(
            "该主体不应位于所附两个条目之间：证明属于其他主体。", "The subject would not stand between the leaves: the proof is of another one."),
        _ => new("证明不全：缺少条目，或者条目过多。", "The proof is not whole: leaves are missing, or there are too many."),
    };
}
