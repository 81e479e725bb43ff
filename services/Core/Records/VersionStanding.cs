using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How a statement stands to the version of its record that is in force.</summary>
public enum VersionStanding
{
    /// <summary>It is the version in force.</summary>
    InForce = 1,

    /// <summary>A later version follows it.</summary>
    Superseded = 2,

    /// <summary>It says the same as another one.</summary>
    Duplicate = 3,

    /// <summary>It says something else under the same business key, and no link says which of the two is right.</summary>
    Contradicts = 4,

    /// <summary>What it follows has not arrived.</summary>
    Held = 5,
}

/// <summary>Tells versions from duplicates and contradictions.</summary>
internal static class VersionStandings
{
    public static IEnumerable<(FiledStatement Filed, VersionStanding Standing)> Of(
        ImmutableArray<FiledStatement> statements, Chronicle chronicle)
    {
        // Those of the chain stand, whenever they arrived; of two others that say the same, the first counts.
        var said = chronicle.Chain.Select(Chronicle.KeyOf).ToHashSet();
        foreach (var filed in statements.Where(filed => filed.IsRecord))
        {
            yield return (filed, Find(filed, chronicle, said));
        }
    }

    private static VersionStanding Find(
        FiledStatement filed, Chronicle chronicle, HashSet<(bool IsRecord, int Version, string Issuer, Digest Content)> said)
    {
        if (ReferenceEquals(filed, chronicle.Current))
        {
            return VersionStanding.InForce;
        }

        if (chronicle.Chain.Any(version => ReferenceEquals(version, filed)))
        {
            return VersionStanding.Superseded;
        }

        // A channel that knows no versions sends the content of a later one as the first.
        var isKnown = !said.Add(Chronicle.KeyOf(filed))
            || chronicle.Chain.Any(version => version.Version > filed.Version
                && version.Statement.Content == filed.Statement.Content);
        return isKnown ? VersionStanding.Duplicate
            : filed.Version <= chronicle.Current?.Version ? VersionStanding.Contradicts : VersionStanding.Held;
    }
}
