using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Access.Tokens;

/// <summary>What the token of a call allows.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Until">Until when.</param>
internal sealed record TokenGrant(string Client, ImmutableArray<TokenScope> Scopes, DateTimeOffset Until)
{
    // What is published is known when its signature has been verified, far below the call.
    private static readonly AsyncLocal<TokenGrant?> Ambient = new();

    /// <summary>Gets or sets the grant of the call that runs here; null where tokens are not asked for.</summary>
    public static TokenGrant? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Says whether an act is allowed on all kinds of all parties that are named.</summary>
    public bool Covers(string act, IEnumerable<RecordKind> kinds, IReadOnlyCollection<Jurisdiction> parties) =>
        kinds.All(kind => parties.All(party => Scopes.Contains(new TokenScope(act, kind, party))));

    /// <summary>Judges a statement that was verified.</summary>
    /// <returns>Why it may not be published; null when it may, or tokens are not asked for.</returns>
    public static HubErrors.Failure? FaultOf(Statement statement, Network network)
    {
        var party = network.Nodes.GetValueOrDefault(statement.Node)?.Party ?? statement.Node.Jurisdiction;
        if (statement.Body is StatementBody.CaseAct)
        {
            // What is said in a joint case is of no kind: whoever may publish anything for the party may say it.
            return Current?.Scopes.Any(scope => scope.Act == TokenScope.Publish && scope.Party == party) == false
                ? TokenErrors.NotCovered($"{TokenScope.Publish}:*:{party}") : null;
        }

        return Current?.Covers(TokenScope.Publish, [statement.Dossier.Kind], [party]) == false
            ? TokenErrors.NotCovered($"{TokenScope.Publish}:{statement.Dossier.Kind.Code()}:{party}")
            : null;
    }
}
