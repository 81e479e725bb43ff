using System.Collections;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Protos.Rules.V1;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>What anybody may know of a statement: without what points at a person beyond the firm's own representative.</summary>
/// <remarks>
/// Fields with the rule <c>not_public</c> are cleared, the address of a natural person too, and places are given to a thousandth
/// of a degree. Such a statement is not what its node signed; the leaf of the log proves that there is one. Source: domain
/// reference "Identifiers", 3.1, column PUBLIC.
/// </remarks>
public static class PublicStatement
{
    private const int MicrodegreesKept = 1000;

    /// <summary>Makes it.</summary>
    /// <param name="payload">The payload of the statement, verified.</param>
    /// <returns>The statement without its place in the chain of its node.</returns>
    public static Statement Of(ReadOnlyMemory<byte> payload)
    {
        var statement = Statement.Parser.ParseFrom(payload.Span);
        Clear(statement);
        return statement;
    }

    private static void Clear(IMessage message)
    {
        switch (message)
        {
            case Subject { Category: SubjectCategory.NaturalPerson } person:
                person.Address = "";
                break;
            case GeoPoint point:
                point.LatitudeMicrodegrees -= point.LatitudeMicrodegrees % MicrodegreesKept;
                point.LongitudeMicrodegrees -= point.LongitudeMicrodegrees % MicrodegreesKept;
                break;
        }

        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.GetOptions()?.GetExtension(FieldExtensions.Field) is { NotPublic: true })
            {
                field.Accessor.Clear(message);
                continue;
            }

            switch (field.Accessor.GetValue(message))
            {
                case IMessage inner:
                    Clear(inner);
                    break;
                case IList list when !field.IsMap:
                    foreach (var entry in list)
                    {
                        if (entry is IMessage one)
                        {
                            Clear(one);
                        }
                    }

                    break;
            }
        }
    }
}
