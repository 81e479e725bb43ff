using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>Reads the verified bytes of a statement. The wire format stays outside the core.</summary>
public interface IStatementReader
{
    /// <summary>Reads a statement completely, or says everything that is wrong with it.</summary>
    /// <param name="payload">The payload of an envelope whose signature has been verified.</param>
    /// <returns>The statement, or at least one violation. Pure: the same bytes always give the same answer.</returns>
    StatementReading Read(ReadOnlyMemory<byte> payload);
}

/// <summary>What came of reading a statement.</summary>
/// <param name="NetworkId">The network that it names; empty when it could not be read.</param>
/// <param name="Statement">The statement, or null when there are violations.</param>
/// <param name="Violations">Everything that is wrong, in the order of the fields; empty when there is a statement.</param>
public sealed record StatementReading(string NetworkId, Statement? Statement, ImmutableArray<FieldViolation> Violations);

/// <summary>A field that is missing or misshapen.</summary>
/// <param name="Field">Path of the field in the names of the wire contract, such as
/// <c>record.penalty.officers[1].home_division</c>.</param>
/// <param name="Sentence">What was expected, with an example, and what was found, quoted and shortened.</param>
/// <param name="Reason">The reason of the catalogue behind it, such as REF-ID-INVALID; REF-INT-SCHEMA when it is the shape
/// alone.</param>
public sealed record FieldViolation(string Field, Wording Sentence, ReasonCode Reason);
