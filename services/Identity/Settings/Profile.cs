namespace ExchangeHub.Identity.Settings;

/// <summary>The numbers of the profile. They are no settings: an authority that can be made lax will be.</summary>
internal static class Profile
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(300);

    /// <summary>How far ahead the end of an assertion may be: a year would make a stolen one good for a year.</summary>
    public static readonly TimeSpan AssertionLifeMax = TimeSpan.FromSeconds(300);

    /// <summary>How much clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>How long a signing key signs.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    /// <summary>How long before it signs a key is made and published, when nothing stands in the way.</summary>
    public static readonly TimeSpan KeyAhead = TimeSpan.FromDays(1);

    /// <summary>How long resource servers may keep the published keys; no key signs before it has been published for so
    /// long.</summary>
    public static readonly TimeSpan KeyCache = TimeSpan.FromHours(1);

    /// <summary>The size of a request, in bytes.</summary>
    public const int RequestBytesMax = 64 * 1024;

    /// <summary>The size of an assertion, in characters.</summary>
    public const int AssertionLengthMax = 8 * 1024;

    /// <summary>What assertions may be signed with.</summary>
    public static readonly string[] AssertionAlgorithms = ["ES256", "PS256"];
}
