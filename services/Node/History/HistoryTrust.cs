using ExchangeHub.Agreements;
using ExchangeHub.History;
using ExchangeHub.Node.Settings;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.History;

/// <summary>Whom this node trusts for the history of the hub, and with what it signs as a witness itself.</summary>
/// <param name="Policy">The log and the witnesses of the network; null where the network names none, and nobody watches.</param>
/// <param name="Verify">Verifies Ed25519.</param>
/// <param name="Key">Its own key as a witness; null when it is none.</param>
/// <param name="Sign">Signs with it.</param>
internal sealed record HistoryTrust(LogPolicy? Policy, VerifyEd25519 Verify, NoteKey? Key, SignEd25519? Sign)
{
    /// <summary>Joins what the network says with the key of the node.</summary>
    /// <exception cref="SettingException">The key cannot be read, or the network does not know it.</exception>
    public static HistoryTrust Open(
        Network network, NodeId node, string keyFile, Func<string, Ed25519Key> open, VerifyEd25519 verify)
    {
        var policy = network.HistoryPolicy.Length > 0 ? LogPolicy.Parse(network.HistoryPolicy) : null;
        if (keyFile.Length == 0)
        {
            return new HistoryTrust(policy, verify, null, null);
        }

        var key = Read(keyFile, open);
        return policy?.FindWitness(node.ToString()) is { } known && known.PublicKey.AsSpan().SequenceEqual(key.PublicKey.AsSpan())
            ? new HistoryTrust(policy, verify, known, key.Sign)
            : throw new SettingException(new Wording(
                $"网络文件的 history 未登记 {node} 的见证公钥：应有一行“witness {node} {Own(node, key)}”。",
                $"The history of the network file does not name the witness key of {node}: expected a line "
                + $"'witness {node} {Own(node, key)}'."));
    }

    private static NoteKey Own(NodeId node, Ed25519Key key) => new($"exchangehub/{node}", NoteKeyKind.Cosignature, key.PublicKey);

    private static Ed25519Key Read(string path, Func<string, Ed25519Key> open)
    {
        try
        {
            return open(File.ReadAllText(path));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingException(new Wording(
                $"Node:WitnessKey 的文件“{path}”不存在，或者不是 Ed25519 私钥的 PEM 文件。",
                $"Node:WitnessKey: '{path}' is not there, or is no PEM file of a private Ed25519 key."));
        }
    }
}
