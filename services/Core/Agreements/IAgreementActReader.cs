using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>Reads the verified bytes of an act. The wire format stays outside the core.</summary>
public interface IAgreementActReader
{
    /// <summary>Reads an act completely, or says everything that is wrong with it.</summary>
    /// <param name="payload">The payload of an envelope whose signature has been verified.</param>
    /// <returns>The act, or at least one violation. Pure: the same bytes always give the same answer.</returns>
    ActReading Read(ReadOnlyMemory<byte> payload);
}

/// <summary>What came of reading an act.</summary>
/// <param name="NetworkId">The network that it names; empty when it could not be read.</param>
/// <param name="Agreement">The agreement that it names.</param>
/// <param name="Act">The act, or null when there are violations.</param>
/// <param name="Violations">Everything that is wrong, in the order of the fields; empty when there is an act.</param>
public sealed record ActReading(
    string NetworkId, string Agreement, AgreementAct? Act, ImmutableArray<FieldViolation> Violations);
