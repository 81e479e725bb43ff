using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Follows what rests on what: who cites, what is cited, and what has fallen, in both directions.</summary>
/// <remarks>
/// <para>
/// Like the docket it works out what must stand in each stream from all that is known. It begins with the dossiers that changed,
/// and goes on to those that cite them wherever a cited record became known, fell or stands again. Each dossier is visited once:
/// what it is told is final, because falls are worked out upstream, so that a circle of citations ends.
/// </para>
/// <para>
/// The same walk says what is still to be read: what is missing is noted and treated as empty.
/// </para>
/// </remarks>
internal sealed class Cascade
{
    private readonly Network _network;
    private readonly Docket _docket;
    private readonly Upstream _upstream;
    private readonly Draw _draw = new(DrawnMax);
    private readonly HashSet<RecordId> _renewed = [];
    private readonly CitingNotes _postponed = new();
    private readonly CitingNotes _settled = new();

    public Cascade(Network network, Docket docket)
    {
        (_network, _docket) = (network, docket);
        _upstream = new Upstream(network, Read, Read);
    }

    /// <summary>How many dossiers one append may draw in. What one record carries is bounded by nobody, an append is.</summary>
    public const int DrawnMax = 1_000;

    /// <summary>Gets dossiers that would have to be read.</summary>
    public HashSet<DossierId> UnreadDossiers { get; } = [];

    /// <summary>Gets cited records that would have to be read.</summary>
    public HashSet<RecordId> UnreadRecords { get; } = [];

    /// <summary>Brings everything that rests on some dossiers, and what they rest on, to where it stands.</summary>
    public void Settle(IEnumerable<DossierId> starts)
    {
        foreach (var start in starts)
        {
            _draw.Start(start);
        }

        while (_draw.TryNext(out var one))
        {
            if ((_draw.Starts.Contains(one) || Reliances.FallWithBasis(one.Kind)) && Read(one) is { } state)
            {
                _draw.Tell(one, Announce(one, state));
            }
        }

        // Only now is everything announced of which one of them may have to learn.
        foreach (var one in _draw.All)
        {
            if (Read(one) is { } state)
            {
                Learn(one, state);
            }
        }

        foreach (var (record, dossiers) in _settled.InOrder())
        {
            _docket.Append(record, new CitedEvent.Settled(dossiers));
        }

        foreach (var (record, dossiers) in _postponed.InOrder()
            .Where(note => !_docket.Cited[note.Record].Postponed.IsSupersetOf(note.Dossiers)))
        {
            _docket.Append(record, new CitedEvent.Postponed(dossiers));
        }
    }

    /// <summary>Lists the dossiers that were drawn in: what is cited goes before what cites it, except within a circle.</summary>
    public IEnumerable<DossierId> InOrder() => _draw.InOrder();

    // As the cited one: under which ids the record is filed, and what undid it.
    private ImmutableArray<DossierId> Announce(DossierId one, DossierState state)
    {
        var names = Dependence.NamesOf(state.Facts).Where(name => Read(name.Key) is not null).ToArray();
        var changed = new HashSet<RecordId>();
        foreach (var (name, source) in names.Where(name => !_docket.Cited[name.Key].Owners.ContainsKey(one)))
        {
            _docket.Append(name, new CitedEvent.Named(one, source));
            _ = changed.Add(name);
        }

        var fall = names.Length > 0 ? _upstream.FallOf(one) : null;
        foreach (var (name, _) in names.Where(name => _docket.Cited[name.Key].Owners[one].Fall != fall))
        {
            _docket.Append(name, fall is null ? new CitedEvent.Stood(one) : new CitedEvent.Fell(one, fall));
            _ = changed.Add(name);
        }

        var told = ImmutableArray.CreateBuilder<DossierId>();
        foreach (var name in names.Select(name => name.Key).Where(changed.Contains))
        {
            _ = _renewed.Add(name);
            foreach (var citing in CitingNotes.ByName(_docket.Cited[name].CitedBy.Select(citing => citing.Dossier).Distinct()))
            {
                if (_draw.TryAdd(citing))
                {
                    told.Add(citing);
                }
                else
                {
                    _postponed.Add(name, citing);
                }
            }
        }

        return told.ToImmutable();
    }

    // As the citing one: where everything stands that the record rests on.
    private void Learn(DossierId one, DossierState state)
    {
        var recorded = state.Facts.Reliances.ToLookup(fact => (fact.Of, fact.Kind));
        foreach (var dependence in Dependence.ListOf(state.Facts).Where(dependence =>
            _draw.Starts.Contains(one) || Reliances.FallWithBasis(one.Kind) || _renewed.Contains(dependence.Of)))
        {
            if (Read(dependence.Of) is not { } cited)
            {
                continue;
            }

            var citing = new Citing(one, dependence.Kind);
            if (!cited.CitedBy.Contains(citing))
            {
                _docket.Append(dependence.Of, new CitedEvent.Cited(citing));
            }

            if (cited.Postponed.Contains(one))
            {
                _settled.Add(dependence.Of, one);
            }

            var owner = cited.Dossier is { } dossier ? (dossier, cited.Owners[dossier].Source) : ((DossierId, string)?)null;
            foreach (var turn in Dependence.Missing(
                recorded[(dependence.Of, dependence.Kind)], dependence.Turns(owner, _upstream.FallOf(cited))).ToArray())
            {
                _docket.Append(one, turn);
            }

            if (dependence.Kind == RelianceKind.Evidence)
            {
                Tell(cited, one, state);
            }
        }
    }

    // Evidence learns which decisions it is to carry: it must have been taken before them. Of one that is for a case alone nobody
    // hears through the evidence.
    private void Tell(CitedState cited, DossierId one, DossierState state)
    {
        foreach (var owner in CitingNotes.ByName(cited.Owners.Keys.Where(owner => owner.Kind == RecordKind.Evidence)))
        {
            if (Read(owner) is not { } evidence)
            {
                continue;
            }

            var names = Dependence.NamesOf(evidence.Facts).Select(name => name.Key).ToHashSet();
            var told = Audience.Of(_network, state.Facts) is null ? state.Facts : DossierFacts.Empty;
            foreach (var turn in Dependence.MissingInEvidence(
                evidence.Facts.Reliances, names, one, told, _upstream.FallOf(one)).ToArray())
            {
                _docket.Append(owner, turn);
            }
        }
    }

    private DossierState? Read(DossierId dossier)
    {
        if (!_docket.States.TryGetValue(dossier, out var state))
        {
            _ = UnreadDossiers.Add(dossier);
        }

        return state;
    }

    private CitedState? Read(RecordId record)
    {
        if (!_docket.Cited.TryGetValue(record, out var state))
        {
            _ = UnreadRecords.Add(record);
        }

        return state;
    }
}
