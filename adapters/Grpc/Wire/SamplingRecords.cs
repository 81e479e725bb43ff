using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Of which samples of a package there is a record of their taking 采样记录.</summary>
internal sealed class SamplingRecords
{
    private readonly HashSet<string> _samples;
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missed;

    /// <summary>Reads the records of sampling that step 4 names.</summary>
    /// <param name="evidence">The package.</param>
    /// <param name="inspect">Its step 4; null when it has none.</param>
    public SamplingRecords(Evidence evidence, InspectStep? inspect)
    {
        _samples = evidence.Samples.Select(sample => sample.SampleNumber)
            .Concat(evidence.Items.Where(item => item.Report is not null).SelectMany(item => item.Report.SampleNumbers))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var item in evidence.Items.Where(item => inspect?.SamplingRecords.Contains(item.ItemNumber) == true))
        {
            HasAny = true;
            _named.UnionWith(item.ReliesOn.Where(_samples.Contains));
        }

        _missed = Missed(evidence);
        IsSampled = inspect?.IsSampled == true || _samples.Count > 0 ? true : inspect is null ? null : false;
    }

    /// <summary>Gets a value indicating whether samples were taken; null when the package does not say it.</summary>
    public bool? IsSampled { get; }

    /// <summary>Gets a value indicating whether there is a record of sampling at all.</summary>
    public bool HasAny { get; }

    /// <summary>Says whether a sample is recorded. A record that names no sample covers all of them.</summary>
    public bool Covers(string sample) => HasAny && (_named.Count == 0 || _named.Contains(sample));

    /// <summary>Says whether an item rests on a sample that is not recorded, itself or through another item.</summary>
    public bool IsMissedBy(EvidenceItem item) => _missed.Contains(item.ItemNumber);

    // A record made on the spot names samples and shows nothing by them.
    private bool IsMissedItself(EvidenceItem item) => item.Kind != EvidenceItem.Types.Kind.InspectionRecord
        && item.ReliesOn.Where(_samples.Contains).Concat(item.Report?.SampleNumbers ?? []).Any(sample => !Covers(sample));

    private HashSet<string> Missed(Evidence evidence)
    {
        var missed = evidence.Items.Where(IsMissedItself).Select(item => item.ItemNumber).ToHashSet(StringComparer.Ordinal);
        if (missed.Count > 0)
        {
            var resting = evidence.Items.SelectMany(item => item.ReliesOn.Select(on => (On: on, item.ItemNumber)))
                .ToLookup(pair => pair.On, pair => pair.ItemNumber, StringComparer.Ordinal);
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
