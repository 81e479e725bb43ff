using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Of which samples of a package there is a record of their taking 采样记录.</summary>
internal sealed class SamplingRecords
{
    private readonly HashSet<string> _samples;
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

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

        IsSampled = inspect?.IsSampled == true || _samples.Count > 0 ? true : inspect is null ? null : false;
    }

    /// <summary>Gets a value indicating whether samples were taken; null when the package does not say it.</summary>
    public bool? IsSampled { get; }

    /// <summary>Gets a value indicating whether there is a record of sampling at all.</summary>
    public bool HasAny { get; }

    /// <summary>Says whether a sample is recorded. A record that names no sample covers all of them.</summary>
    public bool Covers(string sample) => HasAny && (_named.Count == 0 || _named.Contains(sample));

    /// <summary>Says whether an item rests on a sample that is not recorded.</summary>
    public bool IsMissedBy(EvidenceItem item) =>
        item.ReliesOn.Where(_samples.Contains).Concat(item.Report?.SampleNumbers ?? []).Any(sample => !Covers(sample));
}
