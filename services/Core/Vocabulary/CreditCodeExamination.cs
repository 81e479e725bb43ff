using System.Collections.Immutable;

namespace ExchangeHub.Vocabulary;

/// <summary>The levels at which a unified social credit code is examined.</summary>
public enum CreditCodeLevel
{
    /// <summary>18 characters of the alphabet, digits where digits belong. Fails: refused.</summary>
    Format = 1,

    /// <summary>The check character fits. Fails: refused, unless the code is known to have been issued so.</summary>
    Checksum = 2,

    /// <summary>Characters 9 to 17 are a valid organisation code. Fails: a warning.</summary>
    OrganisationCode = 3,

    /// <summary>Characters 3 to 8 are a division that is or was in use. Fails: a warning.</summary>
    Division = 4,
}

/// <summary>Whether a finding stops the value.</summary>
public enum FindingWeight
{
    /// <summary>The value is taken; somebody should look at it.</summary>
    Warn = 1,

    /// <summary>The value is not taken.</summary>
    Refuse = 2,
}

/// <summary>One thing that was noticed about a code.</summary>
/// <param name="Level">Where it was noticed.</param>
/// <param name="Weight">Whether it stops the code.</param>
/// <param name="Violation">What was expected and found.</param>
public sealed record CreditCodeFinding(CreditCodeLevel Level, FindingWeight Weight, Violation Violation);

/// <summary>What an examination of a unified social credit code found.</summary>
/// <param name="Code">The code; null when a finding refuses it.</param>
/// <param name="Findings">Everything that was noticed, by level; empty when there is nothing to say.</param>
public sealed record CreditCodeExamination(UnifiedSocialCreditCode? Code, ImmutableArray<CreditCodeFinding> Findings);
