namespace ExchangeHub.EventLog;

/// <summary>Tells the other services of the hub's organisation that the log has grown.</summary>
/// <remarks>
/// A notice is a hint and nothing else: it may be lost, repeated, late or wrong. Whoever hears one reads the log by position, and
/// reads it every few seconds without one. So nothing may depend on a notice arriving, and an append never waits for one.
/// </remarks>
public interface INotices
{
    /// <summary>Announces that the log holds everything up to a position.</summary>
    /// <param name="notice">The position; a later notice replaces every earlier one.</param>
    /// <param name="cancellation">Gives up. The notice may be sent or not; announce a later position next time.</param>
    /// <returns>A task that completes when the transport has taken the notice, not when anybody has heard it.</returns>
    Task AnnounceAsync(Notice notice, CancellationToken cancellation);
}

/// <summary>One message for a whole batch: the log holds every position up to this one. It never carries records.</summary>
/// <param name="UpToPosition">The head of the log when the notice was made; at least 1.</param>
public sealed record Notice(long UpToPosition);
