using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Which parties may see what stands in a dossier.</summary>
/// <remarks>
/// What a record is recognised for is decided for every party all the same; whoever is not among these is told the outcome, the
/// codes and the days, and nothing else. Source: domain reference "Records", sensitivity; scenarios S09 d and S13.
/// </remarks>
public static class Audience
{
    /// <summary>Lists the parties.</summary>
    /// <param name="network">Parties and nodes.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <returns>In ordinal order; null where every party may see it, and while there is no record that says otherwise.</returns>
    public static ImmutableArray<Jurisdiction>? Of(Network network, DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Current is not { Statement: { Body: StatementBody.RecordVersion record } current })
        {
            return null;
        }

        var office = record.Details.Office;
        var isOfMinor = record.Details is RecordDetails.Penalty or RecordDetails.Blacklist
            && office.Addressees?.Any(addressee => addressee.IsMinor) is true;
        if (!isOfMinor && office.Sensitivity != RecordSensitivity.Case)
        {
            return null;
        }

        var handedTo = (record.Details as RecordDetails.Evidence)?.ReceivingDivision;
        return
        [
            .. (isOfMinor ? [] : office.CaseDivisions.Cast<Jurisdiction?>().Append(handedTo))
                .Append(network.Nodes.GetValueOrDefault(current.Node)?.Party).OfType<Jurisdiction>().Distinct()
                .OrderBy(party => party.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>Says whether a party may see what stands in a dossier.</summary>
    /// <param name="network">Parties and nodes.</param>
    /// <param name="facts">What is known of the record.</param>
    /// <param name="party">The party; null for anybody.</param>
    /// <returns>Whether it may.</returns>
    public static bool Includes(Network network, DossierFacts facts, Jurisdiction? party) =>
        Of(network, facts) is not { } parties || (party is { } named && parties.Contains(named));
}
