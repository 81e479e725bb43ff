using ExchangeHub.Guards;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using V1 = ExchangeHub.Protos.Guard.V1;

namespace ExchangeHub.Hub.Wire;

/// <summary>What guards say, on the wire.</summary>
internal static class WireGuards
{
    public static V1.GetStandingResponse From(StandingQuestion question, Standing standing, long position)
    {
        var wire = new V1.GetStandingResponse
        {
            IsFirst = From(standing.IsFirst),
            ViolationCount = standing.ViolationCount,
            OpenCount = standing.Entries.Count(entry => entry.Weight == Weight.Open),
            FromOn = CivilDates.Format(question.From),
            ValidOn = CivilDates.Format(question.ValidOn),
            AtPosition = position,
        };
        wire.Entries.Add(standing.Entries.Select(From));
        wire.Unknown.Add(standing.Unknown.Select(why => new V1.Sentence { Zh = why.Chinese, En = why.English }));
        return wire;
    }

    public static V1.CheckPositiveListResponse From(Eligibility eligibility, V1.GetStandingResponse standing) => new()
    {
        IsEligible = From(eligibility.IsEligible),
        Condition = eligibility.Condition,
        Missing = { eligibility.Missing },
        Standing = standing,
        RuleSet = eligibility.RuleSet,
    };

    public static V1.GroundProgress From(GroundProgress ground) => new()
    {
        Code = ground.Code,
        Case = ground.Case,
        TitleZh = ground.Title.Chinese,
        TitleEn = ground.Title.English,
        Count = ground.Count,
        Needed = ground.Needed,
        SinceOn = ground.SinceOn is { } since ? CivilDates.Format(since) : "",
        Basis = { ground.Basis.Select(record => record.ToString()) },
        LegalBasis = ground.Source.Basis,
        IsDerived = ground.IsDerived,
        Trust = ground.Source.Trust.ToString().ToUpperInvariant(),
    };

    public static V1.Notice From(NoticeEntry entry)
    {
        var what = entry.Notice.What;
        return new V1.Notice
        {
            Position = entry.At.Position,
            Ordinal = entry.At.Ordinal,
            KnownAt = Timestamp.FromDateTimeOffset(entry.KnownAt),
            Kind = (V1.Notice.Types.Kind)entry.Notice.Kind,
            Subject = entry.Subject,
            Receivers = what.Receivers,
            Code = what.IsRemoval ? "" : what.Code,
            Entry = what.IsRemoval ? what.Code : "",
            SinceOn = CivilDates.Format(what.SinceOn),
            TurnedOn = CivilDates.Format(entry.Notice.On),
            Basis = { what.Basis.Select(record => record.ToString()) },
        };
    }

    private static V1.StandingEntry From(StandingEntry entry)
    {
        var statement = entry.Current.Statement;
        var record = (StatementBody.RecordVersion)statement.Body;
        var wire = new V1.StandingEntry
        {
            RecordId = statement.Record.ToString(),
            Dossier = entry.Dossier.ToString(),
            Kind = entry.Dossier.Kind.Code(),
            IssuerName = statement.Issuer.Name,
            DocumentNumber = record.Caption.DocumentNumber,
            DecidedOn = CivilDates.Format(record.Details.DecidedOn),
            Weight = (V1.StandingEntry.Types.Weight)entry.Weight,
            Act = entry.Act,
            Violation = Standing.SortOf(record.Details),
            Decision = WireDecisions.From(entry.Assessment),
        };
        wire.Decision.RecordId = wire.RecordId;
        wire.Decision.Dossier = wire.Dossier;
        wire.Decision.RecordVersion = record.Version;
        return wire;
    }

    private static V1.Answer From(Answer answer) => (V1.Answer)answer;
}
