using ExchangeHub.HandOvers;
using ExchangeHub.Protos.Handover.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Told = ExchangeHub.Protos.Handover.V1.TraceEvidenceResponse;

namespace ExchangeHub.Hub.HandOvers;

/// <summary>Puts hand-overs and traces of evidence on the wire.</summary>
internal static class WireHandOvers
{
    /// <summary>Puts a hand-over on the wire, as it stands on a day.</summary>
    public static ListHandOversResponse From(DossierId dossier, RecordId record, HandOver handOver, DateOnly on) => new()
    {
        Dossier = dossier.ToString(),
        RecordId = record.ToString(),
        Origin = handOver.From?.ToString() ?? "",
        Receiver = handOver.To.ToString(),
        Result = handOver.Result is { } result ? Words(result) : "",
        IsOverdue = handOver.IsOverdue(on),
        Terms =
        {
            handOver.Terms.Select(term => new ListHandOversResponse.Types.Term
            {
                Stage = (Stage)term.Stage,
                DueOn = CivilDates.Format(term.DueOn),
                DoneOn = term.DoneOn is { } done ? CivilDates.Format(done) : "",
                Source = term.Source,
                IsOverdue = term.IsOverdue(on),
                WasLate = term.WasLate,
            }),
        },
    };

    /// <summary>Puts the trace of a package on the wire.</summary>
    public static Told From(DossierId dossier, FiledStatement current, DossierFacts facts)
    {
        var told = new Told { Dossier = dossier.ToString(), RecordId = current.Statement.Record.ToString() };
        if (current.Statement.Body is StatementBody.RecordVersion
            { Details: RecordDetails.Evidence { Taking: { Custody: { } recorded } taking } })
        {
            AddCustody(told, recorded, CustodyChain.Follow(recorded, CustodyChain.SaidOf(facts), taking.TagManifest));
            told.TagManifest = taking.TagManifest.ToString();
        }

        // Of each reliance counts what was learnt last.
        told.Citations.Add(facts.Reliances.GroupBy(fact => (fact.Of, fact.Kind)).Select(same => same.Last())
            .Where(fact => fact.Kind != RelianceKind.CitedBy || fact.State != RelianceState.Unknown)
            .OrderBy(fact => fact.SinceOn).ThenBy(fact => fact.Of.ToString(), StringComparer.Ordinal)
            .Select(fact => new Told.Types.Citation
            {
                IsIncoming = fact.Kind == RelianceKind.CitedBy,
                RecordId = fact.Of.ToString(),
                Dossier = fact.Dossier?.ToString() ?? "",
                State = Words(fact.State),
                SinceOn = CivilDates.Format(fact.SinceOn),
                Source = fact.Source,
            }));
        told.Invocations.Add(
            from happened in facts.Events
            let cited = happened.Fact as LifeCycleFact.EvidenceCited
            where cited is not null
            select new Told.Types.Invocation
            {
                CaseNumber = cited.CaseNumber,
                Authority = happened.Filed.Statement.Node.Jurisdiction.ToString(),
                InvokedOn = CivilDates.Format(happened.On),
                IsWithdrawn = cited.IsWithdrawn,
                Source = happened.Filed.Statement.Source,
            });
        return told;
    }

    private static void AddCustody(Told told, IReadOnlyList<CustodyLink> recorded, CustodyOnFile custody)
    {
        told.Custody.Add(recorded.Select(link => From(link, isAfterSealing: false)));
        told.Custody.Add(custody.Later.Select(link => From(link, isAfterSealing: true)));
        (told.IsBroken, told.Holder, told.GivenTo) = (custody.IsBroken, custody.Holder?.Name ?? "", custody.GivenTo?.Name ?? "");
    }

    private static Told.Types.Link From(CustodyLink link, bool isAfterSealing) => new()
    {
        Sequence = link.Sequence,
        Act = Words(link.Act),
        At = Timestamp.FromDateTimeOffset(link.At),
        From = link.From?.Name ?? "",
        To = link.To?.Name ?? "",
        IsAfterSealing = isAfterSealing,
        Hash = ByteString.CopyFrom(link.Own.ToBytes().AsSpan()),
    };

    // HandedOver is HANDED_OVER.
    private static string Words<T>(T value)
        where T : struct, System.Enum => string.Concat($"{value}".Select((letter, index) =>
            index > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
