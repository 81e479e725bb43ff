using System.Text.RegularExpressions;

namespace ExchangeHub.Console.Persons;

/// <summary>An account of a person.</summary>
internal sealed partial class Account
{
    /// <summary>How long a name is at most.</summary>
    public const int NameLengthMax = 40;

    /// <summary>Gets the id, which outlives a change of anything else.</summary>
    public required string Id { get; init; }

    /// <summary>Gets or sets the name with which somebody signs in and which stands in the trail of readings.</summary>
    public required string Name { get; set; }

    /// <summary>Gets as what somebody signs in.</summary>
    public required Role Role { get; init; }

    /// <summary>Gets the division of an officer, six digits; empty for other roles.</summary>
    public string Division { get; init; } = "";

    /// <summary>Gets the number of an officer's law-enforcement certificate; empty for other roles.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Gets the authority for which an officer signs; empty for other roles.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Gets or sets the digest of the password.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Gets or sets the secret of the authenticator; null when there is none yet.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>Gets or sets a value indicating whether the authenticator has been enrolled.</summary>
    public bool IsEnrolled { get; set; }

    /// <summary>Gets or sets a value indicating whether nobody may sign in with it.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Says whether a name may stand in the trail: letters of ASCII, digits, point and dash, a letter first.</summary>
    public static bool IsName(string name) => name.Length <= NameLengthMax && Shape().IsMatch(name);

    [GeneratedRegex(@"\A[a-z][a-z0-9]*([.-][a-z0-9]+)*\z")]
    private static partial Regex Shape();
}
