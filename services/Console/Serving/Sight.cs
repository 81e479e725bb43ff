using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Console.Persons;

namespace ExchangeHub.Console.Serving;

/// <summary>Who may see what: a row for each page, and nobody sees a page without a row.</summary>
internal static class Sight
{
    private static readonly ImmutableArray<Role> Everybody = [.. Enum.GetValues<Role>()];
    private static readonly ImmutableArray<Role> Enforcers = [Role.Officer, Role.Team];
    private static readonly ImmutableArray<Role> Reviewers = [Role.Officer, Role.Team, Role.Auditor];

    private static readonly FrozenSet<string> OfRecords = new[]
    {
        "/search", "/search/rows", "/search/drawer", "/search/file", "/export", "/find", "/record", "/why", "/why/file",
        "/cascade", "/enterprise", "/enterprise/file", "/evidence",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the rows, by the address of the page.</summary>
    /// <remarks>The hub decides by purpose what is shown (Core/Access/ReadingRules); a page stands here for those alone who are
    /// shown what is on it.</remarks>
    public static FrozenDictionary<string, ImmutableArray<Role>> Rows { get; } = new Dictionary<string, ImmutableArray<Role>>
    {
        ["/"] = Everybody,
        ["/account"] = Everybody,
        ["/signout"] = Everybody,
        ["/passkeys/new"] = Everybody,
        ["/agreement"] = Everybody,
        ["/proof"] = Everybody,
        ["/proof/file"] = Everybody,
        ["/nodes"] = Everybody,
        ["/subscriptions"] = Everybody,
        ["/deliveries"] = [Role.Officer, Role.Operator],
        ["/outbox"] = Enforcers,
        ["/rules"] = [Role.Team, Role.Operator, Role.Auditor],
        ["/rules/simulate"] = [Role.Team],
        ["/handovers"] = Enforcers,
        ["/cases"] = Reviewers,
        ["/cases/{Number}"] = Reviewers,
        ["/cases/act"] = [Role.Officer],
        ["/cases/acted"] = [Role.Officer],
        ["/team"] = Reviewers,
        ["/matrix"] = Enforcers,
        ["/flows"] = Enforcers,
        ["/purpose"] = Reviewers,
        ["/lists"] = [Role.Officer, Role.Team, Role.Credit],
        ["/inbox"] = [Role.Officer],
        ["/decide"] = [Role.Officer],
        ["/decided"] = [Role.Officer],
        ["/confirm"] = [Role.Officer],
        ["/readings"] = [Role.Operator, Role.Auditor],
        ["/readings/file"] = [Role.Operator, Role.Auditor],
    }.Concat(OfRecords.Select(page => KeyValuePair.Create(page, Reviewers))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what is shown to whoever has not signed in.</summary>
    public static FrozenSet<string> Open { get; } =
        new[] { "/signin", "/passkeys/any", "/enrol", "/language", "/assets/{name}" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Says whether a page is shown to somebody for a case alone, which is named before: auditors read records to review
    /// how a case was dealt with.</summary>
    public static bool IsForReview(string page, Role role) => role == Role.Auditor && OfRecords.Contains(page);

    /// <summary>Says whether somebody may see a page.</summary>
    public static bool Allows(string page, Role? role) =>
        role is { } known && Rows.TryGetValue(page, out var roles) && roles.Contains(known);
}
