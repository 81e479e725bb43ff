using System.Collections.Immutable;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Checks messages against the rules that the wire contract states beside each field (exchangehub.rules.v1).</summary>
/// <remarks>
/// <para>
/// Checked are: what is required, lengths and ranges, the shape of texts, closed enumerations, sizes of lists, required choices,
/// fields that the contract does not have, and what one field of a record demands of another, such as a fine with P03. Not
/// checked is what a rule of recognition judges: a penalty with one officer is well-formed.
/// </para>
/// <para>Everything is worked out once for each type of message, at its first check. Safe for any number of threads.</para>
/// </remarks>
public static class FieldRules
{
    /// <summary>Finds everything that is wrong with a message.</summary>
    /// <param name="message">Any message; what it holds below is checked too.</param>
    /// <returns>
    /// One entry for each field that is wrong, with its path in the names of the .proto files, from the message down, such as
    /// <c>record.penalty.officers[1].certificate_number</c>; at most 100. Values are quoted with at most 60 characters, and
    /// nothing is quoted from fields for masked personal data.
    /// </returns>
    /// <exception cref="NotSupportedException">The type of the message has a map, a floating-point field or an unsigned one:
    /// there are no rules for those.</exception>
    public static ImmutableArray<FieldViolation> Check(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var walk = new Walk(allowsUnknownFields: false);
        Check(message, walk);
        return walk.Violations;
    }

    /// <summary>Walks through a message.</summary>
    internal static void Check(IMessage message, Walk walk) => MessagePlan.For(message.Descriptor).Check(message, walk);
}
