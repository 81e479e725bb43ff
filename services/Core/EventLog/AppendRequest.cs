using System.Collections.Immutable;

namespace ExchangeHub.EventLog;

/// <summary>An event to be stored.</summary>
/// <param name="Id">Unique in the log; made by the caller, so that the same command makes the same ids.</param>
/// <param name="Type">The stable name and version of the event, such as <c>recognition-decided.v1</c>: lower-case ASCII words
/// joined by hyphens, a point, <c>v</c> and a number; at most 100 characters.</param>
/// <param name="Payload">The event in the encoding of its type; stored byte for byte.</param>
public readonly record struct NewEvent(Guid Id, string Type, ReadOnlyMemory<byte> Payload);

/// <summary>The part of an append that concerns one stream.</summary>
/// <param name="Stream">The stream, 1 to 300 characters without control characters; created by its first event.</param>
/// <param name="ExpectedRevision">How many events the stream must hold, 0 when it must not exist; null when it does not
/// matter.</param>
/// <param name="Events">What to append, in order; empty to check the revision only.</param>
public sealed record StreamAppend(string Stream, long? ExpectedRevision, ImmutableArray<NewEvent> Events);

/// <summary>Names a command, so that its repetition is recognised.</summary>
/// <param name="Name">Unique for each command, at most 200 characters, such as <c>node:310118/5521</c>.</param>
/// <param name="Digest">SHA-256 of the command, 32 bytes; another digest under the same name is refused.</param>
public sealed record RequestKey(string Name, ImmutableArray<byte> Digest);

/// <summary>One atomic append.</summary>
/// <param name="Streams">At least one stream, none twice, at least one event in all.</param>
/// <param name="At">The instant that all its events carry: when the hub took the command.</param>
/// <param name="Key">Makes the append idempotent; null when the expected revisions already do.</param>
/// <param name="TraceParent">The W3C trace context of the command, stored beside the events; null when there is none.</param>
public sealed record AppendRequest(
    ImmutableArray<StreamAppend> Streams, DateTimeOffset At, RequestKey? Key = null, string? TraceParent = null);
