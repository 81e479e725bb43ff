using System.Collections.Immutable;
using System.Diagnostics;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>Stores what follows from a statement, once: a repetition is answered with its first receipt.</summary>
internal sealed class Acceptance(IEventLog log, IEventCodec codec)
{
    /// <summary>Writes what filing a record or an event decided as appends.</summary>
    public ImmutableArray<StreamAppend> AppendsOf(Gathered gathered, FilingResult result, Digest digest) =>
        gathered.ToAppends(result, codec, ordinal => EventIds.Of(digest, ordinal));

    /// <summary>Stores what follows from a statement; durable when the task completes.</summary>
    /// <returns>The statement as it is held, or why it is not. Neither when somebody else changed a stream meanwhile.</returns>
    public async Task<(Filed? Filed, HubErrors.Failure? Failure)> StoreAsync(
        Statement statement, Digest digest, ImmutableArray<StreamAppend> appends, (DateTimeOffset At, Disposition Made) taken,
        CancellationToken cancellation)
    {
        var request = new AppendRequest(
            appends, taken.At, new RequestKey(statement.Source, digest.ToBytes()), Activity.Current?.Id);
        return await log.AppendAsync(request, cancellation) switch
        {
            AppendOutcome.Appended appended => (
                new Filed(statement, digest, appended.FirstPosition, appended.LastPosition, taken.At, taken.Made)
                {
                    IsNew = true,
                },
                null),
            AppendOutcome.Repeated repeated => (await FirstReceiptAsync(statement, digest, repeated, cancellation), null),
            AppendOutcome.KeyReused reused => (null, HubErrors.From(new Rejection(RejectionCode.SequenceReused, new Wording(
                $"{statement.Node} 的序号 {statement.Sequence} 已用于位置 {reused.FirstPosition} 的另一份报送，本次未收录。请使用新的序号。",
                $"Sequence {statement.Sequence} of {statement.Node} was used for another statement, at position "
                + $"{reused.FirstPosition}; nothing was taken. Use the next sequence.")))),
            _ => (null, null),
        };
    }

    /// <summary>Answers a statement that is rejected now: when it was taken before, whatever has become of the dossier since,
    /// with its first receipt.</summary>
    public async Task<(Filed? Filed, HubErrors.Failure? Failure)> RepeatOrRejectAsync(
        Statement statement, Digest digest, Rejection rejection, CancellationToken cancellation)
    {
        var first = await log.FindRequestAsync(new RequestKey(statement.Source, digest.ToBytes()), cancellation);
        return first is not null && first.Digest.AsSpan().SequenceEqual(digest.ToBytes().AsSpan())
            ? (await FirstReceiptAsync(statement, digest, first, cancellation), null)
            : (null, HubErrors.From(rejection));
    }

    private async Task<Filed> FirstReceiptAsync(
        Statement statement, Digest digest, AppendOutcome.Repeated first, CancellationToken cancellation)
    {
        var logged = await log.ReadAsync(first.FirstPosition - 1, 1, cancellation);
        return codec.DecodeDossier(logged[0]) is DossierEvent.StatementFiled filed
            ? new Filed(statement, digest, first.FirstPosition, first.LastPosition, first.At, filed.Disposition)
            : throw new InvalidDataException($"The event at position {first.FirstPosition} is no statement: the log is corrupt.");
    }
}
