using System.Collections.Immutable;
using ExchangeHub.History;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Asking;

/// <summary>A proof that an event is in the history of the hub, as the console itself has checked it.</summary>
/// <param name="Proof">The proof; null when it is misshapen.</param>
/// <param name="Leaf">The entry that it carries; null when it carries none, or that of another position.</param>
/// <param name="Steps">The way from the entry to the root; null when the numbers make no sense.</param>
/// <param name="Policy">By whom the checkpoint was to be signed.</param>
/// <param name="Verdict">Who did sign it.</param>
/// <param name="IsOwnPolicy">The policy is the console's own copy, and not what the hub said.</param>
internal sealed record Proven(
    LogProof? Proof,
    LogLeaf? Leaf,
    ImmutableArray<MerkleStep>? Steps,
    LogPolicy Policy,
    PolicyVerdict Verdict,
    bool IsOwnPolicy)
{
    /// <summary>Gets whether the entry stands in the tree whose root the checkpoint names.</summary>
    public bool IsIncluded => Proof is not null && Leaf is not null && Proof.Includes(Proof.Extra.AsSpan());

    /// <summary>Gets whether everything holds: entry, way, root, log and enough witnesses.</summary>
    public bool IsSound => IsIncluded && Verdict.IsTrusted;

    /// <summary>Gets what is wrong; null when everything holds.</summary>
    public Wording? Fault => this switch
    {
        { Proof: null } => new("证明格式不对，应为 c2sp.org/tlog-proof@v1。",
            "The proof is misshapen; expected c2sp.org/tlog-proof@v1."),
        { Verdict.Checkpoint: null } => new("检查点格式不对。", "The checkpoint is misshapen."),
        { Verdict.Log: null } => new("检查点没有登记的日志密钥的有效签名：已被改动，或者出自其他枢纽。",
            "The checkpoint has no good signature of the log: it was altered, or is of another hub."),
        { Verdict.HasQuorum: false } => new($"检查点仅有 {Verdict.Witnessed.Count} 个有效见证，不足网络要求的数量。",
            $"The checkpoint has {Verdict.Witnessed.Count} good cosignatures, fewer than the network asks for."),
        { Leaf: null } => new("证明没有附带历史条目，或者所附条目的位置与证明不符。",
            "The proof comes without its leaf, or with the leaf of another position."),
        { IsIncluded: false } => new("条目不在检查点所签的历史中：条目或者证明已被改动。",
            "The leaf is not in the history of the checkpoint: leaf or proof was altered."),
        _ => null,
    };

    /// <summary>Asks the hub for a proof, and checks it.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <param name="position">The position of the event, from 1.</param>
    /// <returns>The proof with what came of the check.</returns>
    public static async Task<Proven> AskAsync(Hub hub, HistoryTrust trust, long position) =>
        Of(await hub.History.ProveAsync(new ProveRequest { Position = position }, hub.Soon), trust);

    /// <summary>Checks a proof without asking anybody.</summary>
    /// <param name="said">What the hub said.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <returns>The proof with what came of the check.</returns>
    public static Proven Of(ProveResponse said, HistoryTrust trust)
    {
        var policy = trust.Own ?? LogPolicy.Parse(said.Policy);
        var nobody = new PolicyVerdict(null, null, ImmutableDictionary<string, DateTimeOffset>.Empty, false);
        if (!LogProof.TryParse(said.Proof, out var proof))
        {
            return new Proven(null, null, null, policy, nobody, trust.Own is not null);
        }

        var verdict = policy.Judge(proof.Checkpoint, trust.Verify);
        var isWhole = LogLeaf.TryParse(proof.Extra.AsSpan(), out var leaf) && leaf.Index == proof.Index;
        return new Proven(
            proof,
            isWhole ? leaf : null,
            verdict.Checkpoint is { } checkpoint
                ? MerkleProof.Climb(
                    proof.Index, checkpoint.Size, MerkleTree.HashLeaf(proof.Extra.AsSpan()), proof.Path.AsSpan()) : null,
            policy,
            verdict,
            trust.Own is not null);
    }
}
