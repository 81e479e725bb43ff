using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>What articles without factors of their own go by: whether a case is lighter, ordinary or heavier.</summary>
/// <param name="Id">What it is called in a calculation.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Grades">Its grades from the lowest to the highest, with a share for each method.</param>
internal sealed record GeneralGravity(string Id, Wording Name, ImmutableArray<GeneralGravity.Grade> Grades)
{
    private const int MultipleMax = 10_000;

    private static readonly (string Name, DiscretionMethod Method, int Most)[] Shares =
    [
        ("ofRange", DiscretionMethod.ShareOfRange, 100),
        ("ofMaximum", DiscretionMethod.ShareOfMaximum, 100),
        ("ofMinimum", DiscretionMethod.MultipleOfMinimum, MultipleMax),
    ];

    public static GeneralGravity None { get; } = new("", new Wording("", ""), []);

    /// <summary>Makes it the only factor of an article.</summary>
    public DiscretionFactor FactorOf(DiscretionMethod method) => new(Id, Name,
    [
        .. from grade in Grades
           let share = grade.Shares[method]
           select new DiscretionLevel(grade.Id, grade.Name, share.Value, share.Trust),
    ]);

    public static GeneralGravity Read(TableValues values, DocumentNode? node)
    {
        var reader = values.Reader;
        if (node is null || reader.Entries(node, "id", "zh", "en", "grades") is not { } entries)
        {
            return None;
        }

        var nodes = reader.List(entries.Need("grades"));
        if (nodes.IsEmpty && entries.Find("grades") is { } empty)
        {
            reader.Report(empty, RuleFaultCode.MissingEntry, new Wording("至少一个档次", "at least one grade"));
        }

        var grades = values.Distinct(entries.Find("grades"), grade => ReadGrade(values, grade), grade => grade.Id);
        var gravity = new GeneralGravity(values.Id(entries), values.Name(entries), grades);
        if (grades.Length == nodes.Length)
        {
            foreach (var (_, method, _) in Shares)
            {
                LevelOrder.Report(reader, [.. gravity.FactorOf(method).Levels.Zip(nodes)]);
            }
        }

        return gravity;
    }

    private static Grade? ReadGrade(TableValues values, DocumentNode node) =>
        values.Reader.Entries(node, ["id", "zh", "en", .. Shares.Select(share => share.Name)]) is { } entries
            ? new Grade(values.Id(entries), values.Name(entries), Shares.ToImmutableDictionary(
                share => share.Method, share => values.Sourced(entries, share.Name, share.Most)))
            : null;

    /// <summary>A grade of the gravity.</summary>
    internal sealed record Grade(
        string Id, Wording Name, ImmutableDictionary<DiscretionMethod, (Percentage Value, SourceTrust Trust)> Shares);
}
