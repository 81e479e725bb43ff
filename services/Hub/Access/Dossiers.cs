using System.Collections;
using System.Collections.Immutable;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Hub.Access;

/// <summary>Which records an answer shows.</summary>
internal static class Dossiers
{
    // An answer names its record itself, or in the entries of its list; what stands deeper are grounds that cite others.
    private const int DepthMax = 2;

    /// <summary>Lists them, each once.</summary>
    /// <remarks>By the names of the fields, so that a new answer that has them is covered from its first day.</remarks>
    public static ImmutableArray<DossierId> In(IMessage answer)
    {
        var found = new SortedDictionary<string, DossierId>(StringComparer.Ordinal);
        Collect(answer, 1, found);
        return [.. found.Values];
    }

    private static void Collect(IMessage message, int depth, SortedDictionary<string, DossierId> found)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var values = field.Accessor.GetValue(message) switch
            {
                IList list => list,
                { } single => new[] { single },
                null => Array.Empty<object>(),
            };
            foreach (var value in values)
            {
                if (field.Name is "dossier" or "dossiers" && value is string text && DossierId.TryParse(text, out var one))
                {
                    found[text] = one;
                }
                else if (value is IMessage inner && depth < DepthMax)
                {
                    Collect(inner, depth + 1, found);
                }
            }
        }
    }
}
