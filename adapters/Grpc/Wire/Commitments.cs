using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Finds the commitments to personal values in a record.</summary>
public static class Commitments
{
    private const string Suffix = "_commitment";

    /// <summary>Finds them in a record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>By path, such as <c>subjects[0].person.number_commitment</c>; those that are empty are left out.</returns>
    public static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Of(IMessage record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var found = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        Collect(record, "", found);
        return found.ToImmutable();
    }

    /// <summary>Finds them in the record of a statement.</summary>
    /// <param name="statement">The payload of the statement, verified.</param>
    /// <returns>As for a record; empty when the statement holds none.</returns>
    public static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> OfStatement(ReadOnlyMemory<byte> statement) =>
        Statement.Parser.ParseFrom(statement.Span).Record is { } record
            ? Of(record) : ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty;

    private static void Collect(
        IMessage message, string prefix, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder found)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var path = prefix + field.Name;
            switch (field.Accessor.GetValue(message))
            {
                case ByteString { IsEmpty: false } bytes when field.Name.EndsWith(Suffix, StringComparison.Ordinal):
                    found[path] = bytes.Memory;
                    break;
                case IMessage inner:
                    Collect(inner, $"{path}.", found);
                    break;
                case IList list when !field.IsMap:
                    for (var index = 0; index < list.Count; index++)
                    {
                        if (list[index] is IMessage entry)
                        {
                            Collect(entry, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]."), found);
                        }
                    }

                    break;
            }
        }
    }
}
