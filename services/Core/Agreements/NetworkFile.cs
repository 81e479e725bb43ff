using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads a network from JSON: parties, nodes with their keys, and the agreement with its rule sets.</summary>
/// <remarks>The shape is that of <c>deploy/samples/network.json</c>. Comments and trailing commas are allowed; unknown names are
/// not.</remarks>
public static partial class NetworkFile
{
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a network.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="readRules">Reads a rule set by the name that the file gives it; throws <see cref="FormatException"/>.</param>
    /// <param name="suites">The signature suites that this program has besides ES256.</param>
    /// <returns>
    /// The network. Every key is for the suite that the file names and belongs to one node; every node but an arbiter speaks for
    /// a party; the rule sets are signed by all of their parties, in order, and do not overlap; in each of them a party is in
    /// one group at most, because a party may have left. A node without keys is registered and cannot speak yet.
    /// </returns>
    /// <exception cref="FormatException">Something is missing, misshapen or contradicts something else: the message names the
    /// place, what was expected and what was found.</exception>
    public static Network Parse(
        string json, Func<string, SignedDocument> readRules, params ImmutableArray<ISignatureSuite> suites)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return ReadNetwork(new Place("$", document.RootElement), new KeyFields(suites), readRules);
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"The network file is no JSON: {malformed.Message}", malformed);
        }
    }

    private static Network ReadNetwork(Place root, KeyFields keys, Func<string, SignedDocument> readRules)
    {
        root.Only("network", "parties", "nodes", "timestampAuthorities", "receiptKeys", "history", "agreement");
        var parties = root.List("parties").Distinct(
            party => ReadParty(party, keys), party => party.Division, "A division is a party once");
        var divisions = parties.Select(party => party.Division).ToImmutableHashSet();
        var nodes = root.List("nodes").Distinct(
            node => ReadNode(node, divisions, keys), node => node.Id, "A node is registered once");
        foreach (var (node, key) in nodes.SelectMany(node => node.Keys.Select(key => (node, key))))
        {
            if (nodes.FirstOrDefault(other => other.Keys.Any(known => known.KeyId == key.KeyId)) is { } first && first != node)
            {
                throw root.At("nodes").Wrong($"A key belongs to one node; {key.KeyId} stands with {first.Id} and {node.Id}.");
            }
        }

        return new Network(
            root.At("network").Text(NetworkName(), "a name of lower-case letters, digits and hyphens such as yrd-demo"),
            parties.ToImmutableDictionary(party => party.Division),
            nodes.ToImmutableDictionary(node => node.Id),
            AgreementFile.Read(root.At("agreement"), parties, readRules))
        {
            TimestampAuthorities = root.Find("timestampAuthorities") is null ? [] :
                [.. root.List("timestampAuthorities").Entries.Select(authority => authority.Read(ReadCertificate))],
            ReceiptKeys = root.Find("receiptKeys") is null ? [] :
                [.. root.List("receiptKeys").Distinct(keys.ReadOfParty, key => key.KeyId, "A key is named once")],
            HistoryPolicy = root.Find("history") is null ? "" :
                string.Concat(root.List("history").Entries.Select(line => line.Text() + "\n")),
        };
    }

    private static ImmutableArray<byte> ReadCertificate(string base64)
    {
        const string Expected = "Expected the X.509 certificate of a time-stamping authority, DER in base64";
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
            return [.. certificate.RawData];
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            throw new FormatException($"{Expected}; found something else.", wrong);
        }
    }

    private static Party ReadParty(Place party, KeyFields keys)
    {
        party.Only("division", "name", "keys");
        party.At("name").Only("zh", "en");
        return new Party(
            party.At("division").Read(Jurisdiction.Parse),
            new Wording(party.At("name").At("zh").Text(), party.At("name").At("en").Text()))
        {
            Keys = [.. party.List("keys").Distinct(keys.ReadOfParty, key => key.KeyId, "A key is named once")],
        };
    }

    private static RegisteredNode ReadNode(Place node, ImmutableHashSet<Jurisdiction> parties, KeyFields keys)
    {
        node.Only("id", "party", "issuers", "arbiter", "keys");
        var party = node.Find("party")?.Read(Jurisdiction.Parse);
        var isArbiter = node.Find("arbiter")?.Truth() ?? false;
        if (isArbiter == party.HasValue)
        {
            throw node.Wrong("Expected either a party or \"arbiter\": true: who designates venue takes no side, and everybody "
                + $"else speaks for a party; found {(isArbiter ? "both" : "neither")}.");
        }

        if (party is { } division && !parties.Contains(division))
        {
            throw node.At("party").NoParty(division, parties);
        }

        return new RegisteredNode(
            node.At("id").Read(NodeId.Parse),
            party,
            [.. node.List("issuers").Distinct(
                issuer => issuer.Read(UnifiedSocialCreditCode.Parse).ToString(), code => code, "An issuer is named once")],
            isArbiter,
            [.. node.List("keys").Distinct(keys.ReadOfNode, key => key.KeyId, "A key is named once")]);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,59}\z")]
    private static partial Regex NetworkName();
}
