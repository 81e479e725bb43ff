using System.Globalization;
using ExchangeHub.Agreements;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Verification;

/// <summary>Whom somebody trusts who checks without the hub: the network file, as its parties signed it off.</summary>
/// <param name="Network">The network.</param>
/// <param name="Policy">Its log and its witnesses.</param>
internal sealed record Trust(Network Network, LogPolicy Policy)
{
    /// <summary>Reads a network file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="folder">Where it stands, with its rule sets.</param>
    /// <returns>Whom to trust; null when the file names nobody for the history.</returns>
    /// <exception cref="FormatException">Something in it is wrong; the message names the place.</exception>
    public static Trust? Read(string text, string folder)
    {
        var network = ReadNetwork(text, folder);
        return network.HistoryPolicy.Length > 0 ? new Trust(network, LogPolicy.Parse(network.HistoryPolicy)) : null;
    }

    /// <summary>Reads a network file for its keys alone.</summary>
    /// <exception cref="FormatException">Something in it is wrong; the message names the place.</exception>
    public static Network ReadNetwork(string text, string folder) =>
        NetworkFile.Parse(text, new RuleSetFolder(folder).Read, Ed25519Suite.FindAll());

    /// <summary>Judges a checkpoint by a policy that the hub itself shows: whether it works, not whether it is true.</summary>
    /// <returns>Null when it is no signed note.</returns>
    public static PolicyVerdict? Judge(string policy, string checkpoint) =>
        SignedNote.TryParse(checkpoint, out var note) ? LogPolicy.Parse(policy).Judge(note, Ed25519.Verify) : null;

    /// <summary>Checks who signed a checkpoint.</summary>
    /// <returns>Null when it may be relied upon.</returns>
    public Verdict? Doubt(SignedNote note)
    {
        var verdict = Policy.Judge(note, Ed25519.Verify);
        return verdict switch
        {
            { Checkpoint: null } => Verdict.Wrong("检查点格式不对。", "The checkpoint is misshapen."),
            { Log: null } => Verdict.Wrong(
                "检查点没有网络登记的日志密钥的有效签名：已被改动，或者出自其他枢纽。",
                "The checkpoint has no good signature of a log that the network names: it was altered, or is of another hub."),
            { HasQuorum: false } => Verdict.Wrong(
                $"检查点仅有 {verdict.Witnessed.Count} 个有效见证，不足网络要求的数量。",
                $"The checkpoint has {verdict.Witnessed.Count} good cosignatures, fewer than the network asks for."),
            _ => null,
        };
    }

    /// <summary>Says by when a checkpoint existed at the latest, where it has a time-stamp and the network names
    /// authorities.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="doubt">Why its time-stamp is of no use; null when it is good, or there is none.</param>
    /// <returns>The end of a sentence; empty without a time-stamp.</returns>
    public Wording StampOf(SignedNote note, out Verdict? doubt)
    {
        doubt = null;
        if (CheckpointStamp.Find(note) is null || Network.TimestampAuthorities.IsEmpty)
        {
            return new Wording("", "");
        }

        if (CheckpointStamp.ExistedBy(note, Network.TimestampAuthorities) is not { } at)
        {
            doubt = Verdict.Wrong(
                "检查点的时间戳无效：已被改动，或者不是网络登记的时间戳机构对该检查点所签。",
                "The time-stamp of the checkpoint is not good: it was altered, or no authority that the network names gave it to "
                    + "this checkpoint.");
            return new Wording("", "");
        }

        var by = at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
        return new Wording($"，时间戳机构证明不晚于 {by} 已存在", $", and existed by {by}, as a time-stamping authority vouches");
    }

    /// <summary>Checks who signed a statement.</summary>
    /// <param name="envelope">The statement.</param>
    /// <param name="node">The node that it must be of.</param>
    /// <returns>Null when a key of that node signed it.</returns>
    public Verdict? Doubt(Envelope envelope, NodeId node) => Doubt(Network, envelope, node);

    /// <inheritdoc cref="Doubt(Envelope, NodeId)"/>
    public static Verdict? Doubt(Network network, Envelope envelope, NodeId node)
    {
        var key = network.Nodes.GetValueOrDefault(node)?.Keys.FirstOrDefault(key => key.KeyId == envelope.KeyId);
        return key is null
                ? Verdict.Wrong(
                    $"网络未为 {node} 登记密钥 {envelope.KeyId}。", $"The network has no key {envelope.KeyId} for {node}.")
            : !Dsse.Verify(envelope, key)
                ? Verdict.Wrong(
                    $"{node} 的签名与内容不符：内容在签名后被改动。",
                    $"The signature of {node} does not verify: the content was altered after it was signed.")
            : null;
    }
}
