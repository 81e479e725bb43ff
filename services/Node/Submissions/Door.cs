using System.Collections.Immutable;
using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.Node.Errors;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using WireStatement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Node.Submissions;

/// <summary>Writes what was submitted as the first statement of the node; its true place is given when it is sealed.</summary>
/// <param name="request">A record, an event or an act in a joint case.</param>
/// <param name="freshId">Becomes part of the record id when the record has none.</param>
/// <param name="publishedAt">When it was released.</param>
internal delegate WireStatement DraftStatement(SubmitRequest request, Ulid freshId, DateTimeOffset publishedAt);

/// <summary>A submission that may be sealed.</summary>
/// <param name="ClientKey">Makes it safe to repeat.</param>
/// <param name="RequestDigest">SHA-256 of what was submitted.</param>
/// <param name="Statement">All but its place; changed by nobody but the one who seals it.</param>
/// <param name="Dossier">Where it is filed.</param>
/// <param name="TakesKnownId">It is a later version whose record id was left out: it has that of the versions before.</param>
internal sealed record Draft(
    string ClientKey, byte[] RequestDigest, WireStatement Statement, string Dossier, bool TakesKnownId);

/// <summary>
/// The door of the node: lets nothing in that the hub would turn down for its shape or its issuer, and says everything that is
/// wrong at once. Stateless; safe for any number of callers.
/// </summary>
internal sealed class Door(Network network, IStatementReader reader, CheckRequest check, DraftStatement draft, TimeProvider clock)
{
    /// <summary>The largest statement, as the hub has it.</summary>
    public const int StatementBytesMax = 1024 * 1024;

    // Sequence and digest of the statement before, which a draft does not have yet.
    private const int PlaceBytes = 10 + 34;

    private const int RandomBytes = 10;

    private static readonly ReasonCode Schema = new("REF-INT-SCHEMA");

    /// <summary>Lets a submission in, or says why not.</summary>
    public (Draft? Draft, NodeErrors.Failure? Failure) Admit(SubmitRequest request)
    {
        // 1. Too large to be looked at.
        var bytes = request.CalculateSize();
        if (bytes > StatementBytesMax)
        {
            return (null, NodeErrors.TooLarge(bytes, StatementBytesMax));
        }

        // 2. The shape: of the request itself, then of the statement that would be made of it.
        var violations = CheckShape(request, out var publishedAt);
        if (request.ContentCase == SubmitRequest.ContentOneofCase.None
            || (request.ContentCase != SubmitRequest.ContentOneofCase.Record && !violations.IsEmpty))
        {
            return (null, NodeErrors.Invalid(violations));
        }

        var written = draft(request, FreshId(), publishedAt);
        var size = written.CalculateSize() + PlaceBytes;
        if (size > StatementBytesMax)
        {
            return (null, NodeErrors.TooLarge(size, StatementBytesMax));
        }

        var reading = reader.Read(written.ToByteArray());
        violations = violations.AddRange(reading.Violations.Select(violation => InRequest(request.ContentCase, violation)));
        if (!violations.IsEmpty || reading.Statement is not { } statement)
        {
            return (null, NodeErrors.Invalid(violations));
        }

        // 3. Who may say it, as far as that can be seen without the dossier; the hub has the dossier.
        if (Entitlement.Check(network, DossierFacts.Empty, statement) is { } rejection)
        {
            return (null, NodeErrors.From(rejection));
        }

        var takesKnownId = statement.Body is StatementBody.RecordVersion { Version: > 1 } && request.Record.RecordId.Length == 0;
        var digest = SHA256.HashData(request.ToByteArray());
        return (new Draft(request.ClientKey, digest, written, statement.FiledUnder, takesKnownId), null);
    }

    private ImmutableArray<FieldViolation> CheckShape(SubmitRequest request, out DateTimeOffset publishedAt)
    {
        // The record may leave out what the node fills in, so that it is checked when that is there.
        var own = request;
        if (request.ContentCase == SubmitRequest.ContentOneofCase.Record)
        {
            own = request.Clone();
            own.Record = null;
        }

        var violations = check(own);
        if (request.ContentCase == SubmitRequest.ContentOneofCase.None)
        {
            violations = violations.Add(Violated("content", new Violation(
                new Wording("下列之一：record, event, case_act", "one of record, event, case_act"), new Wording("空值", "nothing"))));
        }

        publishedAt = clock.GetUtcNow();
        if (request.PublishedAt is not null && !violations.Any(violation => violation.Field == "published_at"))
        {
            var now = publishedAt;
            publishedAt = request.PublishedAt.ToDateTimeOffset();
            if (publishedAt > now)
            {
                violations = violations.Add(Violated("published_at", new Violation(
                    new Wording($"不晚于节点时钟 {now:O} 的时间", $"an instant not after the node's clock, {now:O}"),
                    new Wording($"{publishedAt:O}", $"{publishedAt:O}"))));
                publishedAt = now;
            }
        }

        return violations;
    }

    // In the words of what was sent: the event of a statement is the event of the event of a request.
    private static FieldViolation InRequest(SubmitRequest.ContentOneofCase content, FieldViolation violation) =>
        content == SubmitRequest.ContentOneofCase.Event && (violation.Field == "dossier" || IsEvent(violation.Field))
            ? violation with { Field = $"event.{violation.Field}" }
            : violation;

    private static bool IsEvent(string field) => field == "event" || field.StartsWith("event.", StringComparison.Ordinal);

    private static FieldViolation Violated(string field, Violation violation) =>
        new(field, new Wording(violation.ToChinese(), violation.ToString()), Schema);

    private Ulid FreshId()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return Ulid.New(clock.GetUtcNow(), random);
    }
}
