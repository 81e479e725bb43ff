using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads a network from JSON: parties, nodes with their keys, and the agreement with its rule sets.</summary>
/// <remarks>The shape is that of <c>deploy/samples/network.json</c>. Comments and trailing commas are allowed; unknown names are
/// not.</remarks>
public static class NetworkFile
{
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a network.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The network; every key can be imported, every party is in one group of each rule set.</returns>
    /// <exception cref="FormatException">Something is missing or misshapen: the message names the place, what was found and what
    /// was
    /// expected.</exception>
    public static Network Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return ReadNetwork(new Place("$", document.RootElement));
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"The network file is no JSON: {malformed.Message}", malformed);
        }
    }

    private static Network ReadNetwork(Place root)
    {
        root.Only("network", "parties", "nodes", "agreement");
        var parties = root.List("parties").Select(ReadParty).ToImmutableArray();
        var nodes = root.List("nodes").Select(ReadNode).ToImmutableArray();
        var agreement = root.At("agreement");
        agreement.Only("id", "ruleSets");
        var id = agreement.At("id").Text();
        return new Network(
            root.At("network").Text(),
            parties.ToImmutableDictionary(party => party.Division),
            nodes.ToImmutableDictionary(node => node.Id),
            new Agreement(id, [.. agreement.List("ruleSets").Select(rules => ReadRuleSet(id, rules))]));
    }

    private static Party ReadParty(Place party)
    {
        party.Only("division", "name");
        return new Party(party.At("division").Read(Jurisdiction.Parse),
            new Wording(party.At("name").At("zh").Text(), party.At("name").At("en").Text()));
    }

    private static RegisteredNode ReadNode(Place node)
    {
        node.Only("id", "party", "issuers", "arbiter", "keys");
        return new RegisteredNode(
            node.At("id").Read(NodeId.Parse),
            node.Find("party")?.Read(Jurisdiction.Parse),
            [.. node.List("issuers").Select(issuer => issuer.Read(UnifiedSocialCreditCode.Parse).ToString())],
            node.Find("arbiter")?.Truth() ?? false,
            [.. node.List("keys").Select(key => key.Read(ReadKey))]);
    }

    private static VerificationKey ReadKey(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(bytes, out _);
        }
        catch (CryptographicException wrong)
        {
            throw new FormatException("Expected the SubjectPublicKeyInfo of a key on P-256, base64.", wrong);
        }

        return new VerificationKey(VerificationKey.IdOf(bytes), [.. bytes]);
    }

    private static RuleSet ReadRuleSet(string agreement, Place rules)
    {
        rules.Only("number", "inForceFrom", "inForceTo", "recognisesFrom", "sameActMetres", "groups");
        return new RuleSet(
            agreement,
            rules.At("number").Number(),
            rules.At("inForceFrom").Read(CivilDates.Parse),
            rules.Find("inForceTo")?.Read(CivilDates.Parse),
            [.. rules.List("groups").Select(ReadGroup)],
            rules.At("recognisesFrom").Read(CivilDates.Parse),
            rules.At("sameActMetres").Number());
    }

    private static ReceiverGroup ReadGroup(Place group)
    {
        group.Only("name", "members", "pendingRemedy", "confirmedIllegalEnds");
        return new ReceiverGroup(
            group.At("name").Text(),
            new Policy(
                group.At("pendingRemedy").Text() switch
                {
                    "KEEP_WITH_FLAG" => PendingRemedy.KeepWithFlag,
                    "SUSPEND" => PendingRemedy.Suspend,
                    var other => throw group.At("pendingRemedy").Wrong($"Expected KEEP_WITH_FLAG or SUSPEND; found '{other}'."),
                },
                group.Find("confirmedIllegalEnds")?.Truth() ?? false),
            [.. group.List("members").Select(member => member.Read(Jurisdiction.Parse))]);
    }

    /// <summary>A value of the file and where it stands.</summary>
    private readonly record struct Place(string Path, JsonElement Value)
    {
        public Place At(string name) => Find(name) ?? throw Wrong($"Expected '{name}'; found nothing.");

        public Place? Find(string name)
        {
            Expect(JsonValueKind.Object, "an object in braces");
            return Value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
                ? new Place($"{Path}.{name}", found) : null;
        }

        public IEnumerable<Place> List(string name)
        {
            var list = At(name);
            list.Expect(JsonValueKind.Array, "a list in square brackets");
            return list.Value.EnumerateArray().Select((value, index) => new Place($"{list.Path}[{index}]", value));
        }

        public void Only(params string[] names)
        {
            Expect(JsonValueKind.Object, "an object in braces");
            foreach (var property in Value.EnumerateObject())
            {
                if (!names.Contains(property.Name, StringComparer.Ordinal))
                {
                    throw Wrong($"'{property.Name}' is not known here; expected one of {string.Join(", ", names)}.");
                }
            }
        }

        public string Text()
        {
            Expect(JsonValueKind.String, "a text in quotation marks");
            return Value.GetString() is { Length: > 0 } text ? text : throw Wrong("Expected a text; found nothing.");
        }

        public int Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var number)
            ? number
            : throw Wrong($"Expected a whole number; found {Value.GetRawText()}.");

        public bool Truth() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Value.GetBoolean()
            : throw Wrong($"Expected true or false; found {Value.GetRawText()}.");

        public T Read<T>(Func<string, T> parse)
        {
            try
            {
                return parse(Text());
            }
            catch (FormatException wrong)
            {
                throw Wrong(wrong.Message);
            }
        }

        public FormatException Wrong(string sentence) => new($"Network file, {Path}: {sentence}");

        private void Expect(JsonValueKind kind, string what)
        {
            if (Value.ValueKind != kind)
            {
                throw Wrong($"Expected {what}; found {Value.ValueKind}.");
            }
        }
    }
}
