using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>A table of requirements that nobody compares with the code says after a year what was once meant to be.</summary>
public sealed class AsvsTests
{
    private const string Table = "docs/asvs.csv";
    private const string Header = "id,level,requirement,verdict,evidence";

    // How many requirements ASVS 5.0 has; of level 3 the table has those that the project has set itself.
    private const int OfLevel1 = 70;
    private const int OfLevel2 = 183;

    private static readonly string[] Verdicts = ["met", "partly", "open", "not applicable"];
    private static readonly string[] Shown = ["met", "partly"];

    [Fact]
    public void Every_requirement_stands_in_the_table_once_and_in_order()
    {
        var lines = Repository.Read(Table).TrimEnd('\n').Split('\n');
        Assert.Equal(Header, lines[0]);

        var rows = Rows().ToList();
        Assert.Equal(rows.Select(row => row.Id).Distinct().OrderBy(Version.Parse), rows.Select(row => row.Id));
        Assert.Equal(OfLevel1, rows.Count(row => row.Level == "1"));
        Assert.Equal(OfLevel2, rows.Count(row => row.Level == "2"));
        Verdict.Of(
            nameof(Every_requirement_stands_in_the_table_once_and_in_order),
            from row in rows
            where row.Level is not ("1" or "2" or "3") || row.Requirement.Length == 0 || row.Evidence.Length == 0
                || !Verdicts.Contains(row.Verdict)
            select $"{row.Where}: {row.Id} needs a level, what is asked, one of {string.Join(", ", Verdicts)}, and why.");
    }

    [Fact]
    public void What_shows_that_a_requirement_is_met_exists()
    {
        var tests = Tests();
        Verdict.Of(
            nameof(What_shows_that_a_requirement_is_met_exists),
            from row in Rows()
            where Shown.Contains(row.Verdict)
            from name in row.Names
            where !(IsPath(name) ? File.Exists(Path.Combine(Repository.Root, name)) : tests.Contains(name))
            select $"{row.Where}: {row.Id} names '{name}', which is neither a test nor a file. Name what shows it now, or change "
                + "the verdict.");
    }

    [Fact]
    public void What_is_met_in_part_says_what_is_missing() => Verdict.Of(
        nameof(What_is_met_in_part_says_what_is_missing),
        from row in Rows()
        where row.Verdict == "partly" && row.Remark.Length == 0
        select $"{row.Where}: {row.Id} is met in part. Say behind ' - ' what is missing.");

    [Fact]
    public void The_page_on_security_counts_as_the_table_does()
    {
        var counts = Verdicts.Select(verdict =>
            string.Create(CultureInfo.InvariantCulture, $"{Rows().Count(row => row.Verdict == verdict)} {verdict}"));

        Assert.Contains($"({string.Join(", ", counts)})", Repository.Read("docs/security.md"), StringComparison.Ordinal);
    }

    private static IEnumerable<Row> Rows() =>
        from line in Repository.Read(Table).TrimEnd('\n').Split('\n').Index().Skip(1)
        let cells = line.Item.Split(',')
        select cells is [var id, var level, var requirement, var verdict, var evidence]
            ? new Row($"{Table}:{line.Index + 1}", id, level, requirement, verdict, evidence)
            : throw new FormatException($"{Table}:{line.Index + 1}: expected five cells without commas; found {cells.Length}.");

    private static bool IsPath(string name) =>
        name.Contains('/', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal);

    // Methods that are run as tests, and the classes that hold one.
    private static HashSet<string> Tests() =>
    [
        .. from source in SourceFile.All
           where source.Project.Layer == Layer.Test
           from method in source.Nodes.OfType<MethodDeclarationSyntax>()
           where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => IsTest(attribute.Name.ToString()))
           from name in new[] { method.Identifier.Text, ((TypeDeclarationSyntax)method.Parent!).Identifier.Text }
           select name,
    ];

    private static bool IsTest(string attribute) =>
        attribute.EndsWith("Fact", StringComparison.Ordinal) || attribute.EndsWith("Theory", StringComparison.Ordinal);

    private sealed record Row(string Where, string Id, string Level, string Requirement, string Verdict, string Evidence)
    {
        private const string BeforeRemark = " - ";

        /// <summary>Gets the tests and files that show it.</summary>
        public string[] Names => Evidence.Split(BeforeRemark, 2)[0].Split("; ");

        /// <summary>Gets what is said behind the names.</summary>
        public string Remark => Evidence.Split(BeforeRemark, 2) is [_, var remark] ? remark : "";
    }
}
