using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Cli.Verification;

/// <summary>A decision, byte for byte as the hub stored it.</summary>
/// <param name="Dossier">On which dossier.</param>
/// <param name="Payload">What was decided.</param>
internal sealed record DecidedContent(DossierId Dossier, DecidedPayload Payload)
{
    /// <summary>The name of the event.</summary>
    public const string EventType = "recognition-decided.v1";

    private static readonly StatementReader Reader = new();

    /// <summary>Gets under what a later decision replaces this one: the receiver or the name of the group.</summary>
    public string Key => ProvedRecord.KeyOf(Payload);

    /// <summary>Reads a decision; whether it is genuine, its leaf says.</summary>
    /// <returns>Null when the bytes are none.</returns>
    public static DecidedContent? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return EventContent.TryParse(bytes, out var content) && content.Type == EventType
                && DossierId.TryFromStream(content.Stream, out var dossier)
                    ? new DecidedContent(dossier, DecidedPayload.Parser.ParseFrom(content.Payload.Span))
                    : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Reads the decision that a leaf of the history is of.</summary>
    /// <returns>The decision, or why it is not that one.</returns>
    public static (DecidedContent? Decided, Verdict? Doubt) Of(ReadOnlyMemory<byte> bytes, LogLeaf leaf) =>
        Digest.Of(bytes.Span) != leaf.Content
            ? (null, Verdict.Wrong(
                $"结论与历史中位置 {leaf.Position} 所载的不是同一份：内容已被改动或者替换。",
                $"The decision is not the one that stands at position {leaf.Position} of the history: it was altered."))
            : Read(bytes) is { } decided && leaf.Type == EventType ? (decided, null)
            : (null, Verdict.Wrong(
                $"历史中位置 {leaf.Position} 的 {leaf.Type} 不是结论。",
                $"The {leaf.Type} at position {leaf.Position} of the history is no decision."));

    /// <summary>Says whether a statement is the version of the record that was decided on.</summary>
    public bool IsAbout(ReadOnlyMemory<byte> statement) =>
        Reader.Read(statement).Statement is { Body: StatementBody.RecordVersion version } said && said.Dossier == Dossier
            && said.Record.ToString() == Payload.Record && version.Version == Payload.Version;

    /// <summary>Says what was decided.</summary>
    /// <param name="leaf">The leaf, with the time.</param>
    /// <param name="about">The statement that it is about, such as <c>node:320509/2</c>; empty when that is not at hand.</param>
    public Wording Say(LogLeaf leaf, string about)
    {
        var outcome = Words.Of((Outcome)Payload.Outcome);
        var codes = Payload.Findings.Count > 0 ? string.Join(", ", Payload.Findings.Select(finding => finding.Code)) : "—";
        var day = CivilDates.Format(DateOnly.FromDayNumber(Payload.EffectiveDay));
        var digest = Payload.RuleSetHash.Length == 32 ? $" {Digest.FromBytes(Payload.RuleSetHash.Span)}" : "";
        var key = Payload.Except.Count > 0 ? $"{Key} (- {string.Join(", ", Payload.Except)})" : Key;
        return new Wording(
            string.Create(CultureInfo.InvariantCulture,
                $"结论 {Payload.Number}（{Dossier}，第 {Payload.Version} 版）→ {key}：{outcome.Chinese}，自 {day} 起；"
                + $"理由 {codes}；规则 {Payload.RuleSet}{digest}；枢纽于 {ProofFile.At(leaf)} 作出，在历史的位置 {leaf.Position}"
                + $"{(about.Length > 0 ? $"；所指报送为 {about}" : "")}。"),
            string.Create(CultureInfo.InvariantCulture,
                $"Decision {Payload.Number} on {Dossier}, version {Payload.Version}, for {key}: {outcome.English}, from {day}; "
                + $"grounds {codes}; rules {Payload.RuleSet}{digest}; made by the hub at {ProofFile.At(leaf)}, "
                + $"position {leaf.Position} of the history"
                + $"{(about.Length > 0 ? $"; it is about {about}" : "")}."));
    }
}
