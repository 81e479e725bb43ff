using System.Collections.Immutable;
using System.Text.Json;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads a network from JSON.</summary>
public static class NetworkFile
{
    /// <summary>Reads a network.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The network.</returns>
    public static Network Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var parties = root.GetProperty("parties").EnumerateArray().Select(p => new Party(
            Jurisdiction.Parse(p.GetProperty("division").GetString()!),
            new Wording(p.GetProperty("name").GetProperty("zh").GetString()!, p.GetProperty("name").GetProperty("en").GetString()!)));
        var nodes = root.GetProperty("nodes").EnumerateArray().Select(n => new RegisteredNode(
            NodeId.Parse(n.GetProperty("id").GetString()!),
            n.TryGetProperty("party", out var party) && party.GetString() is { } text ? Jurisdiction.Parse(text) : null,
            [.. n.GetProperty("issuers").EnumerateArray().Select(i => i.GetString()!)],
            n.TryGetProperty("arbiter", out var arbiter) && arbiter.GetBoolean(),
            [.. n.GetProperty("keys").EnumerateArray().Select(k => Convert.FromBase64String(k.GetString()!))
                .Select(k => new VerificationKey(VerificationKey.IdOf(k), [.. k]))]));
        var agreement = root.GetProperty("agreement");
        var id = agreement.GetProperty("id").GetString()!;
        var rules = agreement.GetProperty("ruleSets").EnumerateArray().Select(r => new RuleSet(
            id,
            r.GetProperty("number").GetInt32(),
            CivilDates.Parse(r.GetProperty("inForceFrom").GetString()!),
            r.TryGetProperty("inForceTo", out var to) && to.GetString() is { } last ? CivilDates.Parse(last) : null,
            [.. r.GetProperty("groups").EnumerateArray().Select(g => new ReceiverGroup(
                g.GetProperty("name").GetString()!,
                new Policy(
                    g.GetProperty("pendingRemedy").GetString() == "SUSPEND" ? PendingRemedy.Suspend : PendingRemedy.KeepWithFlag,
                    g.TryGetProperty("confirmedIllegalEnds", out var ends) && ends.GetBoolean()),
                [.. g.GetProperty("members").EnumerateArray().Select(m => Jurisdiction.Parse(m.GetString()!))]))],
            CivilDates.Parse(r.GetProperty("recognisesFrom").GetString()!),
            r.GetProperty("sameActMetres").GetInt32()));
        return new Network(
            root.GetProperty("network").GetString()!,
            parties.ToImmutableDictionary(p => p.Division),
            nodes.ToImmutableDictionary(n => n.Id),
            new Agreement(id, [.. rules]));
    }
}
