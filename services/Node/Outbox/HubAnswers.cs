using System.Collections.Concurrent;
using System.Globalization;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Vocabulary;
using Google.Rpc;
using Grpc.Core;

namespace ExchangeHub.Node.Outbox;

/// <summary>Matches the answers of one stream with the statements that were sent on it, and keeps them.</summary>
internal sealed class HubAnswers(OutboxStore outbox, NodeMetrics metrics, ILogger logger)
{
    // What these say will not change by asking again; everything else is the hub's trouble and is tried again.
    private static readonly StatusCode[] Final =
    [
        StatusCode.InvalidArgument, StatusCode.PermissionDenied, StatusCode.AlreadyExists, StatusCode.FailedPrecondition,
        StatusCode.OutOfRange,
    ];

    private readonly ConcurrentQueue<(long Sequence, Digest Digest)> _sent = new();
    private long _taken;

    /// <summary>Gets how many statements have no answer yet.</summary>
    public int Due => _sent.Count;

    /// <summary>An answer to this statement is due after those to the statements before it.</summary>
    public void Expect(Waiting statement) => _sent.Enqueue((statement.Sequence, statement.Digest));

    /// <summary>Keeps an answer; durable when the task completes.</summary>
    /// <exception cref="HubAnswerException">It is not the answer that is due, or asks for another attempt.</exception>
    public async Task TakeAsync(PublishStreamResponse answer)
    {
        if (!_sent.TryDequeue(out var sent) || answer.Ordinal != ++_taken)
        {
            throw new HubAnswerException($"the hub gave answer {answer.Ordinal} where {_taken} was due.");
        }

        if (answer.Receipt is { } receipt)
        {
            if (receipt.Sequence != sent.Sequence || !receipt.StatementDigest.Span.SequenceEqual(sent.Digest.ToBytes().AsSpan()))
            {
                throw new HubAnswerException($"the hub's receipt for statement {sent.Sequence} is for another statement.");
            }

            await outbox.AnswerAsync(sent.Sequence, receipt, null);
            metrics.Forwarded(acknowledged: true);
        }
        else if (answer.Rejection is { } rejection && Final.Contains((StatusCode)rejection.Code))
        {
            await outbox.AnswerAsync(sent.Sequence, null, rejection);
            metrics.Forwarded(acknowledged: false);
            NodeLog.TurnedDown(logger, sent.Sequence, (StatusCode)rejection.Code, ReasonOf(rejection));
        }
        else
        {
            // It stays in the outbox; the next stream begins with it, after a pause.
            var code = (StatusCode)(answer.Rejection?.Code ?? (int)StatusCode.Unknown);
            throw new HubAnswerException($"the hub answers statement {sent.Sequence} with {code}.");
        }
    }

    private static string ReasonOf(Google.Rpc.Status rejection) =>
        rejection.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor)) is { } detail
            ? detail.Unpack<ErrorInfo>().Reason
            : rejection.Code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The hub's answer to a statement cannot be taken for an answer to it, or asks to be asked again.</summary>
internal sealed class HubAnswerException(string message) : Exception(message);
