using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>How often a party would go from one outcome to another.</summary>
/// <param name="Party">The receiver.</param>
/// <param name="Before">Under the rules of today.</param>
/// <param name="After">Under the draft; the same where only the reasons differ.</param>
/// <param name="Count">Of how many records.</param>
public sealed record Passage(Jurisdiction Party, Outcome Before, Outcome After, long Count);

/// <summary>How often a reason would appear or fall away.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Appears">Receivers times records for which only the draft has it.</param>
/// <param name="FallsAway">Receivers times records for which only the rules of today have it.</param>
public sealed record CodeChange(ReasonCode Code, long Appears, long FallsAway);

/// <summary>Adds up what a draft would change. Costs as much for three thousand receivers as for three.</summary>
public sealed class Tally
{
    private readonly Dictionary<(Bloc Bloc, Outcome Before, Outcome After), long> _ofBlocs = [];
    private readonly Dictionary<(Jurisdiction Party, Outcome Before, Outcome After), long> _ofSingles = [];
    private readonly Dictionary<ReasonCode, (long Appears, long FallsAway)> _codes = [];

    /// <summary>Gets how many records were tried.</summary>
    public long Dossiers { get; private set; }

    /// <summary>Gets how many answers would flip, one for all receivers that share it.</summary>
    public long Flips { get; private set; }

    /// <summary>Gets what would change for whom, by party, then by outcome.</summary>
    public IEnumerable<Passage> Passages =>
        from one in _ofBlocs
            .SelectMany(bloc => bloc.Key.Bloc.Members.Select(
                party => (Key: (Party: party, bloc.Key.Before, bloc.Key.After), bloc.Value)))
            .Concat(_ofSingles.Select(single => (single.Key, single.Value)))
        group one.Value by one.Key into passage
        let count = passage.Sum()
        where count > 0
        orderby passage.Key.Party.ToString(), passage.Key.Before, passage.Key.After
        select new Passage(passage.Key.Party, passage.Key.Before, passage.Key.After, count);

    /// <summary>Gets which reasons would appear or fall away, by code.</summary>
    public IEnumerable<CodeChange> Codes => _codes
        .OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal)
        .Select(entry => new CodeChange(entry.Key, entry.Value.Appears, entry.Value.FallsAway));

    /// <summary>Counts a record.</summary>
    /// <param name="flips">Answers about it that differ; may be none.</param>
    public void Add(IReadOnlyCollection<Comparison> flips)
    {
        ArgumentNullException.ThrowIfNull(flips);
        Dossiers++;
        Flips += flips.Count;
        foreach (var flip in flips)
        {
            var (before, after) = (flip.Before.Outcome, flip.After.Outcome);
            if (flip.Only is null)
            {
                _ofBlocs[(flip.Bloc, before, after)] = _ofBlocs.GetValueOrDefault((flip.Bloc, before, after)) + 1;
            }

            foreach (var (party, count) in flip.Only is { } only ? [(only, 1)] : flip.Except.Select(party => (party, -1)))
            {
                _ofSingles[(party, before, after)] = _ofSingles.GetValueOrDefault((party, before, after)) + count;
            }

            var today = CodesOf(flip.Before);
            var draft = CodesOf(flip.After);
            foreach (var code in today.Union(draft).Where(code => today.Contains(code) != draft.Contains(code)))
            {
                var (appears, fallsAway) = _codes.GetValueOrDefault(code);
                _codes[code] = draft.Contains(code)
                    ? (appears + flip.ReceiverCount, fallsAway) : (appears, fallsAway + flip.ReceiverCount);
            }
        }
    }

    private static HashSet<ReasonCode> CodesOf(Assessment assessment) =>
        [.. assessment.Findings.Concat(assessment.Items.SelectMany(item => item.Findings)).Select(finding => finding.Code)];
}
