using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Hub.Wire;

/// <summary>Envelopes between the wire and the core, byte for byte.</summary>
internal static class WireRecords
{
    public static Envelope? From(Protos.Record.V1.Envelope? envelope) => envelope is null
        ? null
        : new Envelope(envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory)
        {
            TimestampToken = envelope.TimestampToken.Memory,
        };

    /// <summary>The few things that lists show, without decisions.</summary>
    public static RecordSummary From(RecordEntry entry) => new()
    {
        RecordId = entry.Record.ToString(),
        Dossier = entry.Dossier.ToString(),
        Kind = entry.Dossier.Kind.Code(),
        Jurisdiction = entry.Jurisdiction.ToString(),
        IssuerName = entry.IssuerName,
        Issuer = entry.Issuer,
        DocumentNumber = entry.Caption.DocumentNumber,
        SubjectNames = { entry.Caption.SubjectNames },
        Subjects = { entry.Subjects },
        DecidedOn = CivilDates.Format(entry.DecidedOn),
        KnownOn = CivilDates.Format(entry.KnownOn),
        Version = entry.Version,
        Violation = entry.Violation,
        Industries = { entry.Topic.Industries },
        WaterBody = entry.Topic.WaterBody,
        Place = entry.Topic.Place is not { } place ? null : new Protos.Record.V1.GeoPoint
        {
            LatitudeMicrodegrees = Microdegrees(place.Latitude), LongitudeMicrodegrees = Microdegrees(place.Longitude),
        },
    };

    public static Protos.Record.V1.Envelope From(Envelope envelope) => new()
    {
        PayloadType = envelope.PayloadType,
        Payload = UnsafeByteOperations.UnsafeWrap(envelope.Payload),
        KeyId = envelope.KeyId,
        Signature = UnsafeByteOperations.UnsafeWrap(envelope.Signature),
        TimestampToken = UnsafeByteOperations.UnsafeWrap(envelope.TimestampToken),
    };

    private static int Microdegrees(double degrees) => (int)Math.Round(degrees * 1e6);
}
