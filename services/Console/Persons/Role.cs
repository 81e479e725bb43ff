using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Persons;

/// <summary>As what somebody uses the console.</summary>
internal enum Role
{
    /// <summary>An officer of one division, who decides for it 执法人员.</summary>
    Officer = 1,

    /// <summary>A member of the joint enforcement team 联合执法队.</summary>
    Team = 2,

    /// <summary>The desk of a credit platform 信用平台.</summary>
    Credit = 3,

    /// <summary>Whoever runs the exchange 运维.</summary>
    Operator = 4,

    /// <summary>Whoever audits who read what 审计.</summary>
    Auditor = 5,
}

/// <summary>Roles in words.</summary>
internal static class Roles
{
    private static readonly (Role Role, string Code, Wording Name)[] All =
    [
        (Role.Officer, "officer", new("执法人员", "officer")),
        (Role.Team, "team", new("联合执法队", "joint team")),
        (Role.Credit, "credit", new("信用平台", "credit platform")),
        (Role.Operator, "operator", new("运行维护", "operator")),
        (Role.Auditor, "auditor", new("审计", "auditor")),
    ];

    /// <summary>Gets the words for all roles, as the command line writes them.</summary>
    public static string Codes { get; } = string.Join(", ", All.Select(one => one.Code));

    /// <summary>Writes a role as the command line and the database do.</summary>
    public static string Code(this Role role) => All.First(one => one.Role == role).Code;

    /// <summary>Names a role.</summary>
    public static Wording Name(this Role role) => All.First(one => one.Role == role).Name;

    /// <summary>Reads the word of a role.</summary>
    /// <returns>The role; null for any other text.</returns>
    public static Role? Find(string? code) => All.Where(one => one.Code == code).Select(one => (Role?)one.Role).FirstOrDefault();
}
