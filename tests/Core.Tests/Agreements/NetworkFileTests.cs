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

    private static readonly string Good = Sample().Replace("{{node:310118}}", QingpusKey, StringComparison.Ordinal)
        .Replace("[\"{{node:320509}}\"]", "[]", StringComparison.Ordinal)
        .Replace("[\"{{node:330421}}\"]", "[]", StringComparison.Ordinal)
        .Replace("[\"{{node:310000}}\"]", "[]", StringComparison.Ordinal);

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
    [InlineData("\"network\"", "\"netwerk\"", "$: Expected one of network, parties, nodes, agreement; found 'netwerk'.")]
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
    [InlineData("rules/yrd-demo-2020-v4.yaml", "rules/none.yaml", "$.agreement.ruleSets[1]: Expected the rule set at")]
    [InlineData("rules/yrd-demo-2020-v4.yaml", "s01.json", "$.agreement.ruleSets[1]: s01.json is no rule set:\nLine 1, column 1")]
    [InlineData("\"id\": \"agr:yrd-demo-2020\"", "\"id\": \"agr:yrd-demo-2021\"",
        "$.agreement.ruleSets[0]: Expected rules of agr:yrd-demo-2021; found rules of agr:yrd-demo-2020.")]
    [InlineData("\"id\": \"agr:yrd-demo-2020\"", "\"id\": \"yrd\"",
        "$.agreement.id: Expected an agreement such as agr:yrd-demo-2020; found 'yrd'.")]
    [InlineData("\"parties\": [", "\"parties\": {", "The network file is no JSON")]
    [InlineData("\"keys\": []", "\"keys\": {}", "keys: Expected a list in square brackets; found an object.")]
    public void A_fault_is_named_with_its_place_what_was_expected_and_what_was_found(string right, string wrong, string sentence)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(right, StringComparison.Ordinal);
        var broken = Good[..at] + wrong + Good[(at + right.Length)..];

        var fault = Assert.Throws<FormatException>(() => Parse(broken));
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
            var fault = Assert.Throws<FormatException>(
                () => Parse(Good.Replace(QingpusKey, key, StringComparison.Ordinal)));
            Assert.Contains(
                "$.nodes[0].keys[0]: Expected the SubjectPublicKeyInfo of a public key on the curve P-256",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Contains(found, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, fault.Message, StringComparison.Ordinal); // it might be a private one
        }
    }

    [Fact]
    public void A_key_belongs_to_one_node()
    {
        var shared = Good.Replace("\"keys\": []", $"\"keys\": [\"{QingpusKey}\"]", StringComparison.Ordinal);

        var fault = Assert.Throws<FormatException>(() => Parse(shared));
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

    private static Network Parse(string json) => NetworkFile.Parse(json, new RuleSetFolder(DemoNetwork.Samples).Read);

    private static string Sample([CallerFilePath] string here = "") => File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "deploy", "samples", "network.json"));
}
