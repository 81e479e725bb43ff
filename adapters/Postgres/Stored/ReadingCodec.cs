using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>The stored form of who was shown what.</summary>
public sealed class ReadingCodec : IReadingCodec
{
    private const string Shown = "record-shown.v1";
    private const string Refused = "reading-refused.v1";

    /// <summary>Gets every stored name.</summary>
    public static ImmutableArray<string> Names { get; } = [Refused, Shown];

    /// <inheritdoc/>
    public NewEvent Encode(Guid id, ReadingEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var reading = happened.Reading;
        var stored = new StoredReading
        {
            Member = $"{reading.Member}",
            Purpose = reading.Claim.Purpose?.Code() ?? "",
            CaseNumber = reading.Claim.CaseNumber,
            Person = reading.Claim.Person,
            Method = reading.Method,
        };
        switch (happened)
        {
            case ReadingEvent.Shown shown:
                stored.Dossiers.Add(shown.Dossiers.Select(dossier => dossier.ToString()));
                return new NewEvent(id, Shown, stored.ToByteArray());
            case ReadingEvent.Refused refused:
                stored.Reason = refused.Reason;
                return new NewEvent(id, Refused, stored.ToByteArray());
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    /// <inheritdoc/>
    public ReadingEvent Decode(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        try
        {
            var stored = StoredReading.Parser.ParseFrom(logged.Payload.Span);
            var reading = new Reading(
                MemberId.Parse(stored.Member), new ReadingClaim(Purposes.Find(stored.Purpose), stored.CaseNumber, stored.Person),
                stored.Method, logged.At);
            return logged.Type switch
            {
                Shown => new ReadingEvent.Shown(reading, [.. stored.Dossiers.Select(Form.Dossier)]),
                Refused => new ReadingEvent.Refused(reading, stored.Reason),
                _ => throw new FormatException($"The name '{logged.Type}' is unknown."),
            };
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            throw new InvalidDataException(
                $"The event at position {logged.Position}, '{logged.Type}', cannot be read: the log is corrupt, or it was "
                + "written by a newer hub.", malformed);
        }
    }
}
