using System.Collections.Immutable;
using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.History;

/// <summary>Opens and makes the keys of Ed25519, which the base library does not have.</summary>
/// <param name="Open">Reads a key from PKCS#8 PEM; a FormatException says what is wrong with it.</param>
/// <param name="Make">Makes a key, as PKCS#8 PEM.</param>
/// <param name="Verify">Verifies a signature.</param>
/// <param name="Suites">By which receipts may be signed.</param>
internal sealed record Ed25519Keys(
    Func<string, Ed25519Key> Open, Func<string> Make, VerifyEd25519 Verify, ImmutableArray<ISignatureSuite> Suites);

/// <summary>What the hub signs with: its checkpoints and its receipts. A key that nobody gave is made, and kept in the data
/// folder.</summary>
internal sealed class HubKeys
{
    private HubKeys(NoteKey log, SignEd25519 signLog, ISigningKey receipts, LogPolicy policy, VerifyEd25519 verify)
    {
        (Log, SignLog, Receipts, Policy, Verify) = (log, signLog, receipts, policy, verify);
    }

    /// <summary>Gets the key of the log.</summary>
    public NoteKey Log { get; }

    /// <summary>Gets what signs with it.</summary>
    public SignEd25519 SignLog { get; }

    /// <summary>Gets the private key that signs receipts.</summary>
    public ISigningKey Receipts { get; }

    /// <summary>Gets whom the members trust; the log alone where the network names nobody.</summary>
    public LogPolicy Policy { get; }

    /// <summary>Gets the text of the policy.</summary>
    public string PolicyText { get; private init; } = "";

    /// <summary>Gets what verifies Ed25519.</summary>
    public VerifyEd25519 Verify { get; }

    /// <summary>Opens the keys.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="network">What the members expect of them.</param>
    /// <param name="ed25519">Opens the key of the log.</param>
    /// <returns>The keys, or why they are of no use.</returns>
    public static (HubKeys? Keys, Wording? Fault) Open(HubOptions options, Network network, Ed25519Keys ed25519)
    {
        var folder = Path.Combine(options.DataFolder, "history");
        Directory.CreateDirectory(folder);
        var logFile = options.LogKey.Length > 0 ? options.LogKey : Path.Combine(folder, "log.pem");
        var receiptFile = options.ReceiptKey.Length > 0 ? options.ReceiptKey : Path.Combine(folder, "receipts.pem");
        try
        {
            MakeIfMissing(options.LogKey, logFile, ed25519.Make);
            MakeIfMissing(options.ReceiptKey, receiptFile, ed25519.Make);
            var log = ed25519.Open(File.ReadAllText(logFile));
            var pem = File.ReadAllText(receiptFile);
            var receipts = ed25519.Suites.Select(suite => suite.ReadPrivateKey(pem)).FirstOrDefault(key => key is not null);
            return receipts is not null
                ? Join(network, ed25519.Verify, log, receipts)
                : throw new FormatException("No suite of this program reads the key.");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException
            or ArgumentException or CryptographicException)
        {
            // Without the text of the library, which could quote the file.
            return (null, new Wording(
                $"“{logFile}”应为 Ed25519 私钥的 PEM 文件，“{receiptFile}”应为 Ed25519、P-256 或 SM2 私钥的 PEM 文件；其中之一不可读。",
                $"'{logFile}' must be a PEM file with a private Ed25519 key and '{receiptFile}' one with a private key of "
                    + "Ed25519, P-256 or SM2; one of them cannot be read."));
        }
    }

    private static (HubKeys? Keys, Wording? Fault) Join(
        Network network, VerifyEd25519 verify, Ed25519Key log, ISigningKey receipts)
    {
        var origin = $"exchangehub/{network.Id}";
        var own = new NoteKey(origin, NoteKeyKind.Note, log.PublicKey);
        var text = network.HistoryPolicy.Length > 0 ? network.HistoryPolicy : $"log {own}\nquorum none\n";
        var policy = LogPolicy.Parse(text);
        var known = policy.Logs.FirstOrDefault(key => key.PublicKey.AsSpan().SequenceEqual(log.PublicKey.AsSpan()));
        if (known is null)
        {
            return (null, new Wording(
                $"网络文件的 history 未登记本枢纽的日志公钥：应有一行“log {own}”。",
                $"The history of the network file does not name the key of this hub's log: expected a line 'log {own}'."));
        }

        var receiptKey = VerificationKey.IdOf(receipts.PublicKey.Span);
        return network.ReceiptKeys.IsEmpty || network.ReceiptKeys.Any(key => key.KeyId == receiptKey)
            ? (new HubKeys(known, log.Sign, receipts, policy, verify) { PolicyText = text }, null)
            : (null, new Wording(
                $"网络文件的 receiptKeys 未登记本枢纽的回执公钥 {receiptKey}。",
                $"The receiptKeys of the network file do not have the key {receiptKey} with which this hub signs receipts."));
    }

    // A file that somebody named is never made: a name with a slip would begin another history.
    private static void MakeIfMissing(string named, string file, Func<string> make)
    {
        if (named.Length > 0 || File.Exists(file))
        {
            return;
        }

        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, creation);
        using var writer = new StreamWriter(stream);
        writer.Write(make());
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }
}
