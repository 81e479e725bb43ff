namespace ExchangeHub.Access;

/// <summary>For what somebody reads the records of others. A state organ may process personal data within its powers and as far
/// as needed (PIPL 6, 34): who names no purpose is shown nothing.</summary>
public enum Purpose
{
    /// <summary>Running the mutual recognition itself: the inbox of a node 互认运行.</summary>
    Exchange = 1,

    /// <summary>A case of the asker's own, whose number is named 执法办案.</summary>
    Case = 2,

    /// <summary>Supervision of firms, inspections, statistics 监督检查.</summary>
    Supervision = 3,

    /// <summary>The lists of a credit platform 信用管理.</summary>
    Credit = 4,

    /// <summary>Reconsideration, litigation or an inquiry of a court, whose number is named 复议诉讼.</summary>
    Review = 5,

    /// <summary>Auditing who has read what 审计.</summary>
    Audit = 6,
}

/// <summary>The words that stand for purposes on the wire.</summary>
public static class Purposes
{
    /// <summary>Gets every purpose with its word.</summary>
    public static IReadOnlyList<(Purpose Purpose, string Code)> All { get; } =
    [
        (Purpose.Exchange, "exchange"), (Purpose.Case, "case"), (Purpose.Supervision, "supervision"),
        (Purpose.Credit, "credit"), (Purpose.Review, "review"), (Purpose.Audit, "audit"),
    ];

    /// <summary>Writes a purpose.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <returns>Its word, such as <c>supervision</c>.</returns>
    public static string Code(this Purpose purpose) => All.First(known => known.Purpose == purpose).Code;

    /// <summary>Reads a purpose.</summary>
    /// <param name="code">Its word.</param>
    /// <returns>The purpose; null for any other text.</returns>
    public static Purpose? Find(string? code) =>
        All.Where(known => known.Code == code).Select(known => (Purpose?)known.Purpose).FirstOrDefault();
}
