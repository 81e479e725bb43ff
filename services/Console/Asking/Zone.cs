using System.Collections.Immutable;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Asking;

/// <summary>What a party makes of a record.</summary>
/// <param name="Division">The party.</param>
/// <param name="Outcome">What follows for it.</param>
/// <param name="Decision">The decision; null for the party that published the record, and where none was made.</param>
public sealed record Verdict(string Division, Outcome Outcome, Decision? Decision);

/// <summary>Parties, nodes and groups as they stand while one page is made.</summary>
internal sealed class Zone(Hub hub)
{
    private Task<(GetNetworkResponse, GetStandingResponse)>? _loading;

    public GetNetworkResponse Network { get; private set; } = new();

    public GetStandingResponse Agreement { get; private set; } = new();

    public IReadOnlyList<Party> Parties => Network.Parties;

    /// <summary>Asks the hub, once for a page.</summary>
    public async Task LoadAsync() => (Network, Agreement) = await (_loading ??= AskAsync());

    /// <summary>Names a division in few letters.</summary>
    /// <returns>Such as 青浦; the code itself when nobody knows it.</returns>
    public Wording ShortName(string division)
    {
        var name = Jurisdiction.TryParse(division, out var jurisdiction) && Divisions.Find(jurisdiction) is { } known ? known.Name
            : Network.Parties.FirstOrDefault(party => party.Division == division) is { } party
                ? new Wording(party.NameZh, party.NameEn) : new Wording(division, division);
        return name.Chinese is [_, _, .., '区' or '县' or '市'] ? name with { Chinese = name.Chinese[..^1] } : name;
    }

    /// <summary>Counts a party among the parties, for its colour and its lane.</summary>
    public int IndexOf(string division) => Parties.ToList().FindIndex(party => party.Division == division);

    /// <summary>Finds what each party makes of a record.</summary>
    /// <param name="decisions">The decisions in force, one for each group and each party with facts of its own.</param>
    /// <returns>One for each party, in the order of their codes.</returns>
    public ImmutableArray<Verdict> Verdicts(IReadOnlyCollection<Decision> decisions) =>
        [.. Network.Parties.Select(party => Of(party.Division, decisions))];

    private Verdict Of(string division, IReadOnlyCollection<Decision> decisions)
    {
        var own = decisions.LastOrDefault(decision => decision.Receivers?.Only == division)
            ?? decisions.LastOrDefault(decision => decision.Receivers?.Group is { } group && !group.Except.Contains(division)
                && Members(decision.RuleSet, group.Name).Contains(division));
        if (own is not null)
        {
            return new Verdict(division, own.Outcome, own);
        }

        // Left out of a group, and without a decision of its own: it is the one that published the record.
        var isOrigin = decisions.Any(decision => decision.Receivers?.Group?.Except.Contains(division) == true);
        return new Verdict(division, isOrigin ? Outcome.Origin : Outcome.NotApplicable, null);
    }

    private IEnumerable<string> Members(string ruleSet, string group) =>
        Agreement.Periods.Where(period => period.RuleSet == ruleSet).SelectMany(period => period.Groups)
            .Where(other => other.Name == group).SelectMany(other => other.Members) is var members && members.Any()
                ? members : Network.Parties.Select(party => party.Division);

    private async Task<(GetNetworkResponse Network, GetStandingResponse Agreement)> AskAsync()
    {
        var network = hub.Registry.GetNetworkAsync(new(), hub.Soon).ResponseAsync;
        var agreement = hub.Agreement.GetStandingAsync(new(), hub.Soon).ResponseAsync;
        await Task.WhenAll(network, agreement);
        return (await network, await agreement);
    }
}
