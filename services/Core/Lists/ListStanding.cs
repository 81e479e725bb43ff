using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Lists;

/// <summary>On whose lists an entry stands.</summary>
public static class ListStanding
{
    /// <summary>Reads what an entry says now.</summary>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="facts">What is known of it.</param>
    /// <returns>The entry; null while there is no record, or it is of another kind.</returns>
    public static ListEntry? EntryOf(DossierId dossier, DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Current?.Statement is
        {
            Body: StatementBody.RecordVersion { Details: RecordDetails.Blacklist { Terms: { } terms } listed } record,
        } statement
            ? new ListEntry(
                dossier, statement.Record, record.Version, terms.List, record.Subjects.FirstOrDefault(""),
                record.Caption.SubjectNames.FirstOrDefault(""), record.Caption.DocumentNumber, statement.Issuer,
                record.Jurisdiction, [.. terms.Grounds], listed.DecidedOn, terms.MinimumUntil, listed.MaximumUntil)
            : null;
    }

    /// <summary>Lists the parties on whose lists an entry stands: those that recognise it, and the one that published it until it
    /// ends. What not every party may see stands on no list.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="state">What is known and decided of it.</param>
    /// <returns>In ordinal order.</returns>
    public static ImmutableArray<Jurisdiction> PartiesOf(Network network, DossierId dossier, DossierState state)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(state);
        return EntryOf(dossier, state.Facts) is null || Audience.Of(network, state.Facts) is not null ? [] :
        [
            .. network.Parties.Keys.Where(party => Stands(network, state, party))
                .OrderBy(party => party.ToString(), StringComparer.Ordinal),
        ];
    }

    private static bool Stands(Network network, DossierState state, Jurisdiction party) =>
        Assessor.PartyOf(network)(state.Facts.Current!.Statement.Node) == party
            ? !Assessor.Assess(network, state.Facts, party, validOn: null).Findings
                .Any(finding => finding.Code.Effect is ReasonEffect.Terminate or ReasonEffect.Suspend)
            : state.For(party, network)?.Assessment.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag;
}
