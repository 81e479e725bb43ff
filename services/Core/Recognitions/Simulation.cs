using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>A draft of rules, tried on what is on file before anybody signs it. Pure; safe for one caller at a time.</summary>
/// <remarks>
/// <para>
/// The draft takes the place of the rule set with its number; else of the one in force on its first day; else it follows the
/// last. Taking a place includes the days: a draft begins in the future, and the history that it is tried on is that of the rules
/// that it would replace. One that follows the last keeps its own days, and rules that are in force go before it.
/// </para>
/// <para>
/// Facts are taken as they are on file. Which acts are one act was settled when they were filed, so that another
/// <c>sameActMetres</c> does not show here; nor does a record that would never have been published.
/// </para>
/// </remarks>
public sealed class Simulation
{
    private readonly Network _network;
    private readonly Network _drafted;
    private readonly Dictionary<(RuleSet? Before, RuleSet? After), ImmutableArray<Bloc>> _blocs = [];

    /// <summary>Puts a draft in its place.</summary>
    /// <param name="network">Parties and rules of today.</param>
    /// <param name="draft">The draft, of the same agreement. Its members need not be parties yet.</param>
    /// <exception cref="ArgumentException">The draft is of another agreement.</exception>
    public Simulation(Network network, RuleSet draft)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Agreement != network.Agreement.Id)
        {
            throw new ArgumentException(
                $"Expected rules of {network.Agreement.Id}; found rules of {draft.Agreement}.", nameof(draft));
        }

        var today = network.Agreement.RuleSets;
        var number = (today.FirstOrDefault(rules => rules.Number == draft.Number)
            ?? network.Agreement.InForceOn(draft.InForceFrom))?.Number;

        // A version falls into periods where a party leaves or chooses for itself.
        var periods = today.Where(rules => rules.Number == number).ToArray();
        Replaced = periods.FirstOrDefault();
        Draft = draft;
        _network = network;
        _drafted = network with
        {
            Agreement = network.Agreement with
            {
                RuleSets = periods is [] ? today.Add(draft)
                    : [.. today.Except(periods).Append(draft.During(periods[0].InForceFrom, periods[^1].InForceTo))
                        .OrderBy(rules => rules.InForceFrom)],
            },
        };
    }

    /// <summary>Gets the draft.</summary>
    public RuleSet Draft { get; }

    /// <summary>Gets the rules of today whose place the draft takes; null when it follows the last.</summary>
    public RuleSet? Replaced { get; }

    /// <summary>Tries the draft on one record.</summary>
    /// <param name="facts">What is known of the record.</param>
    /// <returns>
    /// Both answers for every party of today or of the draft, those with the same two answers together; empty when there is no
    /// record to judge. The origin is not among them: it decides nothing about its own record. Who is bound on one side only has
    /// <see cref="Outcome.NotApplicable"/> on the other.
    /// </returns>
    public ImmutableArray<Comparison> Try(DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Current is not { } current)
        {
            return [];
        }

        var before = new Side(_network, facts);
        var after = new Side(_drafted, facts) is var other && other.Rules == before.Rules ? before : other;
        var individuals = Assessor.Individuals(_network, facts);
        var origin = Assessor.PartyOf(_network)(current.Statement.Node);
        var alone = individuals.Cast<Jurisdiction?>().Append(origin).OfType<Jurisdiction>().Distinct().ToArray();
        var compared = ImmutableArray.CreateBuilder<Comparison>();
        foreach (var bloc in Blocs(before.Rules, after.Rules))
        {
            ImmutableArray<Jurisdiction> except =
                [.. alone.Where(bloc.Members.Contains).OrderBy(member => member.ToString(), StringComparer.Ordinal)];
            if (bloc.Members.Count > except.Length)
            {
                compared.Add(new Comparison(bloc, null, except, before.Of(bloc.GroupBefore), after.Of(bloc.GroupAfter)));
            }

            compared.AddRange(individuals.Where(one => one != origin && bloc.Members.Contains(one)).Select(one => new Comparison(
                bloc, one, [], before.Of(bloc.GroupBefore, one), after.Of(bloc.GroupAfter, one))));
        }

        return compared.ToImmutable();
    }

    private ImmutableArray<Bloc> Blocs(RuleSet? before, RuleSet? after) => _blocs.TryGetValue((before, after), out var known)
        ? known
        : _blocs[(before, after)] =
        [
            .. Members(before).Union(Members(after))
                .GroupBy(party => (Before: before?.GroupOf(party)?.Name ?? "", After: after?.GroupOf(party)?.Name ?? ""))
                .OrderBy(bloc => bloc.Key.Before, StringComparer.Ordinal).ThenBy(bloc => bloc.Key.After, StringComparer.Ordinal)
                .Select(bloc => new Bloc(bloc.Key.Before, bloc.Key.After, [.. bloc])),
        ];

    private static IEnumerable<Jurisdiction> Members(RuleSet? rules) =>
        rules?.Groups.SelectMany(group => group.Members) ?? [];

    // One record under one of the two agreements.
    private sealed class Side(Network network, DossierFacts facts)
    {
        private readonly Dictionary<string, Assessment> _ofGroups = new(StringComparer.Ordinal);
        private Examination? _examination;

        public RuleSet? Rules { get; } = Assessor.RulesFor(network, facts);

        public Assessment Of(string group) =>
            _ofGroups.TryGetValue(group, out var known) ? known : _ofGroups[group] = Assess(group, null);

        public Assessment Of(string group, Jurisdiction only) => Assess(group, only);

        private Assessment Assess(string name, Jurisdiction? only)
        {
            if (Rules?.Groups.FirstOrDefault(group => group.Name == name) is not { } found)
            {
                return Assessor.Outside(facts, only);
            }

            _examination ??= new Examination(network, facts, Rules);
            var assessment = _examination.Assess(new ReceiverView(found.Choices, only, false), validOn: null);
            return Audience.Includes(network, facts, null) ? assessment : assessment.Bare();
        }
    }
}
