using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.RuleFiles;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Agreements;

/// <summary>
/// A network file says who may speak for whom. Whoever mistypes it must learn where, what stands there and what should; a file
/// that contradicts itself must not become a network.
/// </summary>
public sealed class NetworkFileTests
{
    // Made for these tests; nobody has the private keys.
    private const string QingpusKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1EdRrMUFddvfVcAi3R8ZjIbFPyCf"
        + "QiQnLbL4Efvlp3j3IJbILPYHoDyJsUnO3Tcml05MSFYYs3Zx+YiN8JMMtQ==";

    private static readonly Dictionary<string, ECDsa> PartyKeys = new[] { "310118", "320509", "330421" }
        .ToDictionary(division => division, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    // A signature of ECDSA is another one each time.
    private static readonly ConcurrentDictionary<(string Name, string Key), string> Known = new();

    private static readonly string Good = Completed(Signed(Sample(), PartyKeys.Values));

    private const string SomePin = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void The_sample_is_the_demonstration_zone()
    {
        var network = Parse(Good);

        Assert.Equal("yrd-demo", network.Id);
        Assert.Equal(
            [Qingpu, Wujiang, Jiashan], network.Parties.Keys.OrderBy(division => division.ToString(), StringComparer.Ordinal));
        Assert.Equal("上海市青浦区", network.Parties[Qingpu].Name.Chinese);
        Assert.Equal([QingpuBureau.CreditCode], network.Nodes[DemoNetwork.QingpuNode].Issuers);
        Assert.Equal(Qingpu, network.Nodes[DemoNetwork.QingpuNode].Party);
        var key = Assert.Single(network.Nodes[DemoNetwork.QingpuNode].Keys);
        Assert.Equal(VerificationKey.IdOf(Convert.FromBase64String(QingpusKey)), key.KeyId);
        Assert.True(network.Nodes[DemoNetwork.ArbiterNode].IsArbiter);
        Assert.Null(network.Nodes[DemoNetwork.ArbiterNode].Party);
    }

    [Fact]
    public void The_sample_holds_the_rules_of_the_scenarios()
    {
        var network = Parse(Good);

        Assert.Equal(["agr:yrd-demo-2020/v3", "agr:yrd-demo-2020/v4"], network.Agreement.RuleSets.Select(rules => rules.Name));
        Assert.Equal(3, network.Agreement.InForceOn(new DateOnly(2026, 8, 14))?.Number);
        Assert.Equal(4, network.Agreement.InForceOn(new DateOnly(2026, 8, 15))?.Number);
        Assert.Null(network.Agreement.InForceOn(new DateOnly(2025, 12, 31)));
        Assert.All(network.Agreement.RuleSets, rules =>
        {
            Assert.Equal(300, rules.SameActMetres);
            var group = Assert.Single(rules.Groups);
            Assert.Equal([Qingpu, Wujiang, Jiashan], group.Members.OrderBy(member => member.ToString(), StringComparer.Ordinal));
        });
    }

    [Theory]
    [InlineData("\"network\"", "\"netwerk\"",
        "$: Expected one of network, parties, nodes, operators, timestampAuthorities, receiptKeys, history, agreement; found")]
    [InlineData("\"network\": \"yrd-demo\"", "\"network\": \"YRD demo\"", "$.network: Expected a name of lower-case letters")]
    [InlineData("\"network\": \"yrd-demo\",", "", "$: Expected 'network'; found nothing.")]
    [InlineData("\"network\": \"yrd-demo\",", "\"network\": \"a\", \"network\": \"b\",",
        "$: Expected 'network' once; found it twice.")]
    [InlineData("\"division\": \"310118\"", "\"division\": \"31O118\"",
        "$.parties[0].division: Expected a six-digit division code such as 310118; found '31O118'")]
    [InlineData("\"division\": \"310118\"", "\"division\": 310118",
        "$.parties[0].division: Expected a text in quotation marks; found 310118.")]
    [InlineData("\"division\": \"320509\"", "\"division\": \"310118\"",
        "$.parties[1]: A division is a party once; found '310118' at $.parties[0] too.")]
    [InlineData("\"zh\": \"上海市青浦区\"", "\"zh\": \"\"", "$.parties[0].name.zh: Expected a text; found nothing.")]
    [InlineData("\"id\": \"node:310118\"", "\"id\": \"310118\"",
        "$.nodes[0].id: Expected a node id such as node:310118; found '310118'")]
    [InlineData("\"id\": \"node:320509\"", "\"id\": \"node:310118\"",
        "$.nodes[1]: A node is registered once; found 'node:310118' at $.nodes[0] too.")]
    [InlineData("\"party\": \"310118\"", "\"party\": \"330100\"",
        "$.nodes[0].party: Expected one of the parties, 310118, 320509, 330421; found '330100'.")]
    [InlineData("\"party\": \"310118\", ", "", "$.nodes[0]: Expected either a party or \"arbiter\": true")]
    [InlineData("\"arbiter\": true", "\"arbiter\": true, \"party\": \"310118\"", "speaks for a party; found both.")]
    [InlineData("\"arbiter\": true", "\"arbiter\": \"yes\"", "$.nodes[3].arbiter: Expected true or false; found \"yes\".")]
    [InlineData("11310118MAHUBQP13X", "11310118MAHUBQP13Y", "$.nodes[0].issuers[0]: Expected")]
    [InlineData("rules/yrd-demo-2020-v4.yaml", "rules/yrd-demo-2020-v3.yaml",
        "$.agreement.ruleSets[1]: Expected a number of more than 3, the oldest first; found 3.")]
    [InlineData("rules/yrd-demo-2020-v4.yaml", "rules/none.yaml", "$.agreement.ruleSets[1].file: Expected the rule set at")]
    [InlineData("rules/yrd-demo-2020-v4.yaml", "s01.json",
        "$.agreement.ruleSets[1].file: s01.json is no rule set:\nLine 1, column 1")]
    [InlineData("\"id\": \"agr:yrd-demo-2020\"", "\"id\": \"agr:yrd-demo-2021\"",
        "$.agreement.ruleSets[0]: Expected rules of agr:yrd-demo-2021; found rules of agr:yrd-demo-2020.")]
    [InlineData("\"id\": \"agr:yrd-demo-2020\"", "\"id\": \"yrd\"",
        "$.agreement.id: Expected an agreement such as agr:yrd-demo-2020; found 'yrd'.")]
    [InlineData("\"nodes\": [", "\"operators\": [{\"name\": \"zhang\", \"pin\": \"" + SomePin + "\"}], \"nodes\": [",
        "$.operators: Expected at least two operators")]
    [InlineData("\"nodes\": [", "\"operators\": [{\"name\": \"zhang\", \"pin\": \"" + SomePin
            + "\"}, {\"name\": \"li\", \"pin\": \"" + SomePin + "\"}], \"nodes\": [",
        "$.operators: Expected at least two operators, each with a key of their own")]
    [InlineData("\"nodes\": [", "\"operators\": [{\"name\": \"Zhang\", \"pin\": \"" + SomePin + "\"}], \"nodes\": [",
        "$.operators[0].name: Expected a name of lower-case letters")]
    [InlineData("\"parties\": [", "\"parties\": {", "The network file is no JSON")]
    [InlineData("\"keys\": []", "\"keys\": {}", "keys: Expected a list in square brackets; found an object.")]
    public void A_fault_is_named_with_its_place_what_was_expected_and_what_was_found(string right, string wrong, string sentence)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(right, StringComparison.Ordinal);
        var broken = Good[..at] + wrong + Good[(at + right.Length)..];

        var fault = Assert.ThrowsAny<FormatException>(() => Parse(broken));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_examined()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var fine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var (key, found) in ((string, string)[])
        [
            ("{{node:310118}}", "found no base64."),
            (Convert.ToBase64String(other.ExportSubjectPublicKeyInfo()), "found another curve."),
            (Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), "that are no such key."),
            (Convert.ToBase64String([.. fine.ExportSubjectPublicKeyInfo(), 0]), "found something after the key."),
            (Convert.ToBase64String(fine.ExportECPrivateKey()), "that are no such key."),
        ])
        {
            var fault = Assert.ThrowsAny<FormatException>(
                () => Parse(Good.Replace(QingpusKey, key, StringComparison.Ordinal)));
            Assert.Contains(
                "$.nodes[0].keys[0]: Expected the SubjectPublicKeyInfo of a public key on the curve P-256",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Contains(found, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, fault.Message, StringComparison.Ordinal); // it might be a private one
        }
    }

    [Theory]
    [InlineData("{ \"key\": \"K\", \"suite\": \"ES256\" }", null)]
    [InlineData("{ \"key\": \"K\" }", null)]
    [InlineData("{ \"key\": \"K\", \"revokedAt\": \"2026-04-01T00:00:00+08:00\" }", null)]
    [InlineData("{ \"key\": \"K\", \"suite\": \"SM2-SM3\" }",
        "$.nodes[0].keys[0].suite: Expected a signature suite that this program can verify, ES256; found 'SM2-SM3'. SM2-SM3 "
        + "needs OpenSSL 3")]
    [InlineData("{ \"key\": \"K\", \"suite\": \"none\" }", "this program can verify, ES256; found 'none'.")]
    [InlineData("{ \"suite\": \"ES256\" }", "$.nodes[0].keys[0]: Expected 'key'; found nothing.")]
    [InlineData("{ \"key\": \"K\", \"alg\": \"ES256\" }", "Expected one of key, suite, revokedAt; found 'alg'.")]
    public void A_key_may_say_for_which_suite_it_is(string key, string? fault)
    {
        var written = key.Replace("K", QingpusKey, StringComparison.Ordinal);
        var json = Good.Replace($"\"{QingpusKey}\"", written, StringComparison.Ordinal);
        if (fault is null)
        {
            Assert.Equal("ES256", Assert.Single(Parse(json).Nodes[DemoNetwork.QingpuNode].Keys).Suite.Name);
        }
        else
        {
            Assert.Contains(
                fault, Assert.ThrowsAny<FormatException>(() => Parse(json)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_belongs_to_one_node()
    {
        var shared = Good.Replace("\"keys\": []", $"\"keys\": [\"{QingpusKey}\"]", StringComparison.Ordinal);

        var fault = Assert.ThrowsAny<FormatException>(() => Parse(shared));
        Assert.Contains("$.nodes: A key belongs to one node;", fault.Message, StringComparison.Ordinal);
        Assert.Contains("stands with node:310118 and node:320509.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var commented = Good.Replace("\"parties\": [", "// who takes part\n\"parties\": [", StringComparison.Ordinal)
            .Replace("Shanghai\" }", "Shanghai\", }", StringComparison.Ordinal);
        Assert.Equal(3, Parse(commented).Parties.Count);
    }

    [Fact]
    public void Every_party_of_a_rule_set_must_have_signed_it()
    {
        var fault = Assert.ThrowsAny<FormatException>(() => Parse(Completed(Signed(Sample(), PartyKeys.Values.Take(2)))));
        Assert.Contains(
            "$.agreement.ruleSets[0].signatures: Expected a signature of every party of agr:yrd-demo-2020/v3; found none of "
            + "330421. A party signs with: xhub rules sign", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_set_that_was_altered_or_signed_by_a_stranger_is_no_agreement()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = Completed(Signed(Sample(), PartyKeys.Values.Append(stranger)));
        Assert.Contains("found 1 that no key of a party verifies", Assert.ThrowsAny<FormatException>(() => Parse(signed)).Message,
            StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("rules-");
        try
        {
            _ = Directory.CreateDirectory(Path.Combine(folder.FullName, "rules"));
            foreach (var name in (string[])["rules/yrd-demo-2020-v3.yaml", "rules/yrd-demo-2020-v4.yaml"])
            {
                // A space at the end says the same, and is not what was signed.
                File.WriteAllText(
                    Path.Combine(folder.FullName, name), File.ReadAllText(Path.Combine(DemoNetwork.Samples, name)) + " ");
            }

            var altered = Assert.ThrowsAny<FormatException>(
                () => NetworkFile.Parse(Good, new RuleSetFolder(folder.FullName).Read));
            Assert.Contains("found 3 that no key of a party verifies: it was altered", altered.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_signature_of_something_else_signs_no_rule_set()
    {
        var file = Path.Combine(DemoNetwork.Samples, "rules", "yrd-demo-2020-v3.yaml");
        var others = PartyKeys.Values.Select(key =>
            Convert.ToBase64String(Dsse.Sign(Envelope.StatementType, File.ReadAllBytes(file), key).Signature.Span));
        var forged = Good.Replace(
            Signatures("rules/yrd-demo-2020-v3.yaml", PartyKeys.Values), string.Join("\", \"", others), StringComparison.Ordinal);
        var fault = Assert.ThrowsAny<FormatException>(() => Parse(forged));
        Assert.Contains("found 3 that no key", fault.Message, StringComparison.Ordinal);
    }

    private static string Completed(string json) => json
        .Replace("[{ \"key\": \"{{receipts:hub}}\", \"suite\": \"Ed25519\" }]", "[]", StringComparison.Ordinal)
        .Replace("{{node:310118}}", QingpusKey, StringComparison.Ordinal)
        .Replace("[\"{{node:320509}}\"]", "[]", StringComparison.Ordinal)
        .Replace("[\"{{node:330421}}\"]", "[]", StringComparison.Ordinal)
        .Replace("[\"{{node:310000}}\"]", "[]", StringComparison.Ordinal);

    private static string Signed(string json, IEnumerable<ECDsa> signers)
    {
        foreach (var (division, key) in PartyKeys)
        {
            json = json.Replace(
                $"{{{{party:{division}}}}}", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), StringComparison.Ordinal);
        }

        foreach (var name in (string[])["rules/yrd-demo-2020-v3.yaml", "rules/yrd-demo-2020-v4.yaml"])
        {
            json = json.Replace($"{{{{signatures:{name}}}}}", Signatures(name, signers), StringComparison.Ordinal);
        }

        return json;
    }

    private static string Signatures(string name, IEnumerable<ECDsa> signers)
    {
        var bytes = File.ReadAllBytes(Path.Combine(DemoNetwork.Samples, name));
        return string.Join("\", \"", signers.Select(key => Known.GetOrAdd(
            (name, VerificationKey.IdOf(key.ExportSubjectPublicKeyInfo())),
            _ => Convert.ToBase64String(SignedDocument.Sign(bytes, key).Span))));
    }

    private static Network Parse(string json) => NetworkFile.Parse(json, new RuleSetFolder(DemoNetwork.Samples).Read);

    private static string Sample([CallerFilePath] string here = "") => File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "deploy", "samples", "network.json"));
}
