namespace ExchangeHub.Records;

/// <summary>What a record is. The codes are part of record ids and dossiers and never change.</summary>
public enum RecordKind
{
    /// <summary>An evidence package 证据包, code <c>evidence</c>.</summary>
    Evidence = 1,

    /// <summary>A penalty decision 行政处罚决定, code <c>penalty</c>.</summary>
    Penalty = 2,

    /// <summary>A permit 行政许可, code <c>permit</c>.</summary>
    Permit = 3,

    /// <summary>An entry of a list of seriously dishonest entities 严重失信主体名单, code <c>blacklist</c>.</summary>
    Blacklist = 4,

    /// <summary>A decision not to penalise 不予行政处罚决定, code <c>nopenalty</c>.</summary>
    NoPenalty = 5,

    /// <summary>An entry of a positive list of supervision 监督执法正面清单, code <c>positive</c>.</summary>
    PositiveList = 6,
}

/// <summary>The codes of the kinds, as record ids, dossiers and the catalogue of reasons write them.</summary>
public static class RecordKinds
{
    /// <summary>Gets the code of a kind.</summary>
    /// <param name="kind">One of the kinds.</param>
    /// <returns>Lower-case ASCII, such as <c>penalty</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of them.</exception>
    public static string Code(this RecordKind kind) => kind switch
    {
        RecordKind.Evidence => "evidence",
        RecordKind.Penalty => "penalty",
        RecordKind.Permit => "permit",
        RecordKind.Blacklist => "blacklist",
        RecordKind.NoPenalty => "nopenalty",
        RecordKind.PositiveList => "positive",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Reads the code of a kind.</summary>
    /// <param name="text">Lower-case ASCII, such as <c>penalty</c>.</param>
    /// <param name="kind">The kind, or <c>default</c>.</param>
    /// <returns>Whether it is one of the kinds that are exchanged.</returns>
    public static bool TryParse(string? text, out RecordKind kind)
    {
        kind = text switch
        {
            "evidence" => RecordKind.Evidence,
            "penalty" => RecordKind.Penalty,
            "permit" => RecordKind.Permit,
            "blacklist" => RecordKind.Blacklist,
            "nopenalty" => RecordKind.NoPenalty,
            "positive" => RecordKind.PositiveList,
            _ => default,
        };
        return kind != default;
    }
}
