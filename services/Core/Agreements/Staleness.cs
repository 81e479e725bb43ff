using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Marks answers about records of a node that is silent: what has happened to them since may be unknown
/// (FLG-STALE).</summary>
/// <remarks>
/// No decision changes for it, and none is made: that a node does not answer says nothing about its records. The mark is put on
/// where somebody is answered, and is gone when the node is back. Source: scenario S10, variant e.
/// </remarks>
public static class Staleness
{
    /// <summary>Gets the reason.</summary>
    public static ReasonCode Code { get; } = new("FLG-STALE");

    /// <summary>Finds the silence that concerns a record.</summary>
    /// <param name="network">With the silences that are known.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <param name="validOn">The civil day asked about; null for the latest state.</param>
    /// <returns>Null when its node is heard of, or had been on that day.</returns>
    public static Silence? Of(Network network, DossierFacts facts, DateOnly? validOn)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(facts);
        return network.Silences.IsEmpty || facts.Current is not { } current ? null
            : network.Silences.FirstOrDefault(one => one.Node == current.Statement.Node && !(validOn < one.SinceOn));
    }

    /// <summary>Marks what a receiver makes of a record.</summary>
    /// <param name="network">With the silences that are known.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <param name="assessment">What the receiver makes of it.</param>
    /// <param name="validOn">The civil day asked about; null for the latest state.</param>
    /// <returns>The same where it is not recognised, or nothing is silent.</returns>
    public static Assessment Mark(Network network, DossierFacts facts, Assessment assessment, DateOnly? validOn)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return assessment.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag
            && Of(network, facts, validOn) is { } silence
            ? Mark(assessment, silence)
            : assessment;
    }

    /// <summary>Says on what the mark rests.</summary>
    /// <param name="silence">The silence.</param>
    /// <returns>The node, and when it was heard of last.</returns>
    public static ImmutableArray<Fact> FactsOf(Silence silence)
    {
        ArgumentNullException.ThrowIfNull(silence);
        return
        [
            new Fact("node.id", silence.Node.ToString(), ""),
            new Fact("node.lastHeardAt",
                silence.LastHeardAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), ""),
        ];
    }

    private static Assessment Mark(Assessment assessment, Silence silence)
    {
        var since = silence.SinceOn > assessment.EffectiveOn ? silence.SinceOn : assessment.EffectiveOn;
        return assessment with
        {
            Outcome = Outcome.RecognisedWithFlag,
            EffectiveOn = assessment.Outcome == Outcome.Recognised ? since : assessment.EffectiveOn,
            Findings =
            [
                .. assessment.Findings.Append(new Finding(Code, since, FactsOf(silence)))
                    .OrderBy(finding => ReasonCatalogue.Of(finding.Code).Precedence)
                    .ThenBy(finding => finding.Code.ToString(), StringComparer.Ordinal),
            ],
        };
    }
}
