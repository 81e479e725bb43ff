using System.Collections.Immutable;

namespace ExchangeHub.EvidencePackages;

/// <summary>Of which samples of a package there is a record of their taking 采样记录.</summary>
public sealed class SamplingChain
{
    private readonly HashSet<string> _samples;
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missed;

    /// <summary>Reads the records of sampling that step 4 names.</summary>
    /// <param name="sheet">The package.</param>
    public SamplingChain(PackageSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var inspect = sheet.Steps.OfType<StepSheet.Inspect>().FirstOrDefault();
        _samples = sheet.Samples.Select(sample => sample.Number)
            .Concat(sheet.Items.SelectMany(item => item.Report?.Samples ?? []))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var item in sheet.Items.Where(item => inspect?.SamplingRecords.Contains(item.Number) == true))
        {
            HasAny = true;
            _named.UnionWith(item.ReliesOn.Where(_samples.Contains));
        }

        _missed = Missed(sheet.Items);
        IsSampled = inspect?.IsSampled == true || _samples.Count > 0 ? true : inspect is null ? null : false;
    }

    /// <summary>Gets a value indicating whether samples were taken; null when the package does not say it.</summary>
    public bool? IsSampled { get; }

    /// <summary>Gets a value indicating whether there is a record of sampling at all.</summary>
    public bool HasAny { get; }

    /// <summary>Says whether a sample is recorded. A record that names no sample covers all of them.</summary>
    /// <param name="sample">Its number.</param>
    /// <returns>Whether it is.</returns>
    public bool Covers(string sample) => HasAny && (_named.Count == 0 || _named.Contains(sample));

    /// <summary>Says whether an item rests on a sample that is not recorded, itself or through another item.</summary>
    /// <param name="item">Its number.</param>
    /// <returns>Whether it does.</returns>
    public bool IsMissedBy(string item) => _missed.Contains(item);

    // A record made on the spot names samples and shows nothing by them.
    private bool IsMissedItself(ItemSheet item) => item.Kind != ItemChecks.InspectionRecord
        && item.ReliesOn.Where(_samples.Contains).Concat(item.Report?.Samples ?? []).Any(sample => !Covers(sample));

    private HashSet<string> Missed(ImmutableArray<ItemSheet> items)
    {
        var missed = items.Where(IsMissedItself).Select(item => item.Number).ToHashSet(StringComparer.Ordinal);
        if (missed.Count > 0)
        {
            var resting = items.SelectMany(item => item.ReliesOn.Select(on => (On: on, item.Number)))
                .ToLookup(pair => pair.On, pair => pair.Number, StringComparer.Ordinal);
            for (var queue = new Queue<string>(missed); queue.TryDequeue(out var one);)
            {
                foreach (var other in resting[one].Where(missed.Add))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return missed;
    }
}
