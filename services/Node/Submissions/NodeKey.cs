using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.Node.Settings;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.Submissions;

/// <summary>The private key with which a node signs: a PEM file that only its owner may read. Its public half is registered,
/// and the registry says by which suite it signs.</summary>
internal static class NodeKey
{
    /// <summary>Makes a key for ES256, unless the file is there already.</summary>
    /// <param name="path">The file, readable by its owner alone.</param>
    /// <returns>The public key as the network file wants it: SubjectPublicKeyInfo, DER; and its id.</returns>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    public static (byte[] PublicKey, string KeyId) Make(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(path, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
            writer.Write('\n');
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        var publicKey = key.ExportSubjectPublicKeyInfo();
        return (publicKey, VerificationKey.IdOf(publicKey));
    }

    /// <summary>Reads the key of a node.</summary>
    /// <param name="path">The PEM file.</param>
    /// <param name="node">The node.</param>
    /// <param name="network">The network, in which the public key must stand.</param>
    /// <exception cref="SettingException">There is no such file, it holds no key of a suite that the network names for the node,
    /// or the network does not know the key.</exception>
    public static ISigningKey Load(string path, NodeId node, Network network)
    {
        var registered = network.Nodes.GetValueOrDefault(node);
        var key = Read(path, [Es256.Suite, .. registered?.Keys.Select(known => known.Suite) ?? []]);
        var id = VerificationKey.IdOf(key.PublicKey.Span);
        if (registered is null)
        {
            throw new SettingException(new Wording(
                $"网络文件中没有 {node}。请先在网络文件中登记该节点。", $"The network file does not have {node}. Register the node there first."));
        }

        return registered.Keys.Any(known => known.KeyId == id) ? key : throw new SettingException(new Wording(
            $"密钥文件“{path}”的密钥 {id} 未在网络文件中登记给 {node}（已登记：{List(registered)}）。请改用已登记的密钥，或先登记该公钥。",
            $"Key {id} of '{path}' is not registered for {node} in the network file, which has {List(registered)}. Use a "
            + "registered key, or register this one first."));
    }

    private static ISigningKey Read(string path, IEnumerable<ISignatureSuite> suites)
    {
        var names = suites.Select(suite => suite.Name).Distinct().ToArray();
        try
        {
            var pem = File.ReadAllText(path);
            if (suites.Select(suite => suite.ReadPrivateKey(pem)).FirstOrDefault(key => key is not null) is { } key)
            {
                return key;
            }
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            // Said below.
        }

        throw new SettingException(new Wording(
            $"Node:Key 的文件“{path}”不存在，或者不是 {string.Join(" 或 ", names)} 私钥的 PEM 文件。可用 init-key {path} 生成 ES256 密钥。",
            $"Node:Key: '{path}' is not there, or is no PEM file of a private key for {string.Join(" or ", names)}. The command "
            + $"init-key {path} makes one for ES256."));
    }

    private static string List(RegisteredNode node) => string.Join(", ", node.Keys.Select(key => key.KeyId));
}
