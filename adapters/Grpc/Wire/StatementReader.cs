using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Signed = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Reads statements of the wire contract, version 1.</summary>
/// <remarks>Stateless and safe for any number of threads.</remarks>
public sealed class StatementReader : IStatementReader
{
    /// <summary>The largest statement: 1 MiB.</summary>
    public const int PayloadBytesMax = 1024 * 1024;

    private static readonly ReasonCode Schema = new("REF-INT-SCHEMA");
    private static readonly ReasonCode Hash = new("REF-INT-HASH");

    /// <inheritdoc/>
    public StatementReading Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > PayloadBytesMax)
        {
            return Unreadable(new Violation(
                new Wording($"至多 {PayloadBytesMax} 个字节", $"at most {PayloadBytesMax} bytes"),
                new Wording($"{payload.Length} 个字节", $"{payload.Length} bytes")));
        }

        Signed.Statement statement;
        try
        {
            statement = Signed.Statement.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return Unreadable(new Violation(
                new Wording("序列化的 exchangehub.record.v1.Statement", "a serialised exchangehub.record.v1.Statement"),
                new Wording("无法解析的字节", "bytes that cannot be parsed as one")));
        }

        var isLater = SchemaVersion.TryParse(statement.Record?.SchemaVersion ?? "", out var version) && version.IsLaterMinor;
        var walk = new Walk(allowsUnknownFields: isLater);
        FieldRules.Check(statement, walk);
        if (walk.IsClean)
        {
            var read = Translate(statement, isLater, walk);
            if (walk.IsClean)
            {
                return new StatementReading(statement.NetworkId, read, []);
            }
        }

        return new StatementReading(statement.NetworkId, null, walk.Violations);
    }

    private static Statement? Translate(Signed.Statement statement, bool isLater, Walk walk)
    {
        if (statement.CaseAct is not null)
        {
            return CaseTranslation.Of(statement, walk);
        }

        var dossierText = statement.Record is null ? statement.Dossier : Dossiers.TextOf(statement.Record);
        if (!DossierId.TryParse(dossierText, out var dossier))
        {
            walk.Report("dossier", Violation.Quoting(Dossiers.Shape, dossierText));
            return null;
        }

        if (statement.Dossier != dossierText)
        {
            walk.Report("dossier", Violation.Quoting(
                new Wording($"由记录得出的案卷标识 {dossierText}", $"the dossier that follows from the record, {dossierText}"),
                    statement.Dossier));
        }

        var content = statement.Record is { } record ? ContentOf(record, isLater, walk) : RecordContent.DigestOf(statement.Event);
        _ = Instants.TryRead(statement.PublishedAt, out var publishedAt);
        var organ = statement.Record?.LegalIssuer ?? statement.Event.ReportedFor;
        return new Statement(
            NodeId.Parse(statement.Node),
            statement.Sequence,
            dossier,
            RecordId.Parse(statement.Record?.RecordId ?? statement.Event.RecordId),
            new Issuer(organ.CreditCode, organ.Name),
            publishedAt,
            content,
            statement.Record is null ? EventTranslation.Of(statement.Event) : RecordTranslation.Of(statement.Record));
    }

    // Fields of a later minor version cannot be put into the canonical form here: then the hash that was signed is taken.
    private static Digest ContentOf(Signed.Record record, bool isLater, Walk walk)
    {
        var stated = Digest.FromBytes(record.ContentHash.Span);
        var computed = RecordContent.DigestOf(record);
        if (computed == stated || (isLater && MessagePlan.HasUnknownFields(record)))
        {
            return stated;
        }

        walk.Report("record.content_hash", new Violation(
            new Wording($"由内容算得的 {computed}", $"the hash of the content, {computed}"),
            new Wording(stated.ToString(), stated.ToString())), Hash);
        return computed;
    }

    private static StatementReading Unreadable(Violation violation) => new(
        "", null, [new FieldViolation("", new Wording(violation.ToChinese(), violation.ToString()), Schema)]);
}
