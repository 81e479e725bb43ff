using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Lists;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Queries;

/// <summary>The parts of the file of an enterprise that follow from its dossiers. Pure.</summary>
/// <param name="network">Parties and rules, with what was known of them.</param>
/// <param name="subject">Credit code.</param>
/// <param name="validOn">The civil day asked about; null for the latest state.</param>
/// <param name="today">The civil day on which lists are looked at.</param>
/// <param name="isNow">Everything that is known counts, for the latest state.</param>
internal sealed class EnterpriseFile(Network network, string subject, DateOnly? validOn, DateOnly today, bool isNow)
{
    private readonly ImmutableArray<Jurisdiction> _parties =
        [.. network.Parties.Keys.OrderBy(party => party.ToString(), StringComparer.Ordinal)];

    /// <summary>Names the party that published a statement; where it was nobody's node, that of the venue.</summary>
    public static string PartyOf(Network network, FiledStatement filed) =>
        (network.Nodes.GetValueOrDefault(filed.Statement.Node)?.Party ?? FiledDossier.BodyOf(filed).Jurisdiction).ToString();

    /// <summary>Writes what follows from the dossiers alone.</summary>
    public void Write(ImmutableArray<FiledDossier> dossiers, GetEnterpriseResponse response)
    {
        response.Identity.Add(new EnterpriseIdentity(network, subject).Of(dossiers));
        foreach (var dossier in dossiers)
        {
            var verdicts = Assess(dossier);
            response.Records.Add(Record(dossier, verdicts));
            if (Listing(dossier, verdicts) is { } listing)
            {
                response.Listings.Add(listing);
            }
        }
    }

    /// <summary>Says what every party makes of a record, as an explanation would.</summary>
    /// <remarks>Now, the decisions in force say it, and need not be made again.</remarks>
    private ImmutableArray<(Jurisdiction Party, Assessment Assessment)> Assess(FiledDossier dossier) =>
    [
        .. _parties.Select(party => (party, Staleness.Mark(
            network, dossier.Facts,
            (isNow ? dossier.State.For(party, network)?.Assessment : null)
                ?? Assessor.Assess(network, dossier.Facts, party, validOn),
            validOn))),
    ];

    /// <summary>Writes a record with its versions and what each party makes of it.</summary>
    private EnterpriseRecord Record(FiledDossier dossier, ImmutableArray<(Jurisdiction Party, Assessment Assessment)> verdicts)
    {
        var statement = dossier.Current.Statement;
        var body = FiledDossier.BodyOf(dossier.Current);
        return new EnterpriseRecord
        {
            Dossier = dossier.Id.ToString(),
            RecordId = statement.Record.ToString(),
            Kind = dossier.Id.Kind.Code(),
            Jurisdiction = body.Jurisdiction.ToString(),
            Party = PartyOf(network, dossier.Current),
            IssuerName = statement.Issuer.Name,
            DocumentNumber = body.Caption.DocumentNumber,
            DecidedOn = CivilDates.Format(body.Details.DecidedOn),
            Version = body.Version,
            Violation = body.Details switch
            {
                RecordDetails.Penalty penalty => penalty.Violation,
                RecordDetails.NoPenalty decision => decision.Violation,
                _ => "",
            },
            Subjects = { body.Subjects },
            SubjectNames = { body.Caption.SubjectNames },
            EndsOn = EndOf(body.Details) is { } end ? CivilDates.Format(end) : "",
            Versions =
            {
                dossier.Facts.Versions.Select(version => new EnterpriseVersion
                {
                    Version = version.Filed.Version,
                    Standing = (EnterpriseVersion.Types.Standing)version.Standing,
                    RecordId = version.Filed.Statement.Record.ToString(),
                    Source = version.Filed.Statement.Source,
                    Position = dossier.PositionOf(version.Filed),
                    PublishedOn = CivilDates.Format(version.Filed.Statement.PublishedOn),
                    ReceivedAt = Timestamp.FromDateTimeOffset(version.Filed.ReceivedAt),
                }),
            },
            Verdicts =
            {
                verdicts.Select(verdict => new EnterpriseVerdict
                {
                    Receiver = verdict.Party.ToString(),
                    Outcome = WireDecisions.From(verdict.Assessment.Outcome),
                    Codes = { verdict.Assessment.Findings.Select(finding => finding.Code.ToString()) },
                    EffectiveOn = verdict.Assessment.EffectiveOn == default
                        ? "" : CivilDates.Format(verdict.Assessment.EffectiveOn),
                }),
            },
        };
    }

    /// <summary>Writes an entry of a list; null for any other record.</summary>
    private EnterpriseListing? Listing(
        FiledDossier dossier, ImmutableArray<(Jurisdiction Party, Assessment Assessment)> verdicts) =>
        ListStanding.EntryOf(dossier.Id, dossier.Facts) is not { } entry ? null : new EnterpriseListing
        {
            Dossier = dossier.Id.ToString(),
            RecordId = entry.Record.ToString(),
            List = entry.List,
            Grounds = { entry.Grounds },
            IssuerName = entry.Issuer.Name,
            DecidedOn = CivilDates.Format(entry.DecidedOn),
            MinimumUntil = CivilDates.Format(entry.MinimumUntil),
            MaximumUntil = CivilDates.Format(entry.MaximumUntil),
            Parties =
            {
                verdicts.Where(verdict => entry.MaximumUntil >= today && IsListed(verdict.Assessment))
                    .Select(verdict => verdict.Party.ToString()),
            },
        };

    private static bool IsListed(Assessment assessment) => assessment.Outcome switch
    {
        Outcome.Recognised or Outcome.RecognisedWithFlag => true,
        Outcome.Origin => !assessment.Findings.Any(finding =>
            finding.Code.Effect is ReasonEffect.Terminate or ReasonEffect.Suspend),
        _ => false,
    };

    private static DateOnly? EndOf(RecordDetails details) => details switch
    {
        RecordDetails.Permit permit => permit.ValidTo,
        RecordDetails.Blacklist listed => listed.MaximumUntil,
        RecordDetails.PositiveListing positive => positive.ValidTo,
        _ => null,
    };
}
