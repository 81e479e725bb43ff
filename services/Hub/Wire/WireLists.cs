using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Core = ExchangeHub.Lists;

namespace ExchangeHub.Hub.Wire;

/// <summary>Lists on the wire.</summary>
internal static class WireLists
{
    /// <summary>An entry as it stands after a change.</summary>
    public static ListEntry EntryOf(Core.ListChange change) => new()
    {
        Dossier = change.Entry.Dossier.ToString(),
        RecordId = change.Entry.Record.ToString(),
        Version = change.Entry.Version,
        List = change.Entry.List,
        Subject = change.Entry.Subject,
        SubjectName = change.Entry.SubjectName,
        DocumentNumber = change.Entry.DocumentNumber,
        Issuer = change.Entry.Issuer.CreditCode,
        IssuerName = change.Entry.Issuer.Name,
        Jurisdiction = change.Entry.Jurisdiction.ToString(),
        Grounds = { change.Entry.Grounds },
        DecidedOn = CivilDates.Format(change.Entry.DecidedOn),
        MinimumUntil = CivilDates.Format(change.Entry.MinimumUntil),
        MaximumUntil = CivilDates.Format(change.Entry.MaximumUntil),
        Position = change.Position,
        SinceOn = CivilDates.Format(change.SinceOn),
    };

    /// <summary>A change as it concerns a party.</summary>
    public static ListChange From(Core.ListChange change, Jurisdiction party)
    {
        var turn = change.For(party);
        return new ListChange
        {
            Position = change.Position,
            Kind = turn switch
            {
                Core.ListTurn.Listed => ListChangeKind.Listed,
                Core.ListTurn.Changed => ListChangeKind.Changed,
                _ => ListChangeKind.Withdrawn,
            },
            Dossier = change.Entry.Dossier.ToString(),
            Entry = turn == Core.ListTurn.Withdrawn ? null : EntryOf(change),
            SinceOn = CivilDates.Format(change.SinceOn),
            KnownAt = Timestamp.FromDateTimeOffset(change.KnownAt),
        };
    }
}
