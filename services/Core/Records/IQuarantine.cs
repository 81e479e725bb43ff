using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>Keeps for a while what was turned away at the door and never became visible.</summary>
public interface IQuarantine
{
    /// <summary>Puts a statement aside, durably, and removes what has been kept long enough.</summary>
    /// <param name="entry">What is known of it.</param>
    /// <param name="content">The statement as it came; null when nobody may see it, because it holds what must not be
    /// shared.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Nothing.</returns>
    Task PutAsync(QuarantinedStatement entry, Envelope? content, CancellationToken cancellation);

    /// <summary>Finds what was put aside.</summary>
    /// <param name="statement">Digest of the statement.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The entry; null when there is none, or it has been kept long enough.</returns>
    Task<QuarantinedStatement?> FindAsync(Digest statement, DateTimeOffset at, CancellationToken cancellation);
}

/// <summary>A statement that was put aside.</summary>
/// <param name="Statement">SHA-256 of its pre-authentication encoding.</param>
/// <param name="Codes">Why, in the order in which it was found: codes of the catalogue.</param>
/// <param name="Fields">Paths of the fields at fault.</param>
/// <param name="ReceivedAt">When it came last.</param>
/// <param name="KeptUntil">Until when it is kept.</param>
/// <param name="HoldsContent">Its bytes are kept.</param>
public sealed record QuarantinedStatement(
    Digest Statement,
    ImmutableArray<string> Codes,
    ImmutableArray<string> Fields,
    DateTimeOffset ReceivedAt,
    DateTimeOffset KeptUntil,
    bool HoldsContent);
