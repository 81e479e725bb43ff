using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>The house itself: its rules hold for every project, and everything in it is accounted for.</summary>
public sealed class HouseTests
{
    private static readonly HashSet<string> TopLevel = new(
        [
            ".ci", ".editorconfig", ".gitattributes", ".gitignore", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md",
            "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "ExchangeHub.sln", "LICENSE",
                "README.md",
            "README.zh-CN.md", "SECURITY.md", "adapters", "deploy", "docs", "global.json", "protos", "services", "tests",
        ],
        StringComparer.Ordinal);

    // What a project may not switch off: the build is how most of the rules are kept.
    private static readonly string[] HouseRules =
        ["TreatWarningsAsErrors", "Nullable", "EnforceCodeStyleInBuild", "GenerateDocumentationFile", "AnalysisLevel",
            "CheckForOverflowUnderflow"];

    [Fact]
    public void The_top_level_is_fixed() => Verdict.Of(
        nameof(The_top_level_is_fixed),
        from entry in Repository.Files.Select(file => file.Path.Split('/')[0]).Distinct()
        where !TopLevel.Contains(entry)
        select $"{entry}: the top level is fixed. Is there a home for it inside?");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("ExchangeHub.sln").Replace('\\', '/');
        Verdict.Of(
            nameof(Every_project_is_in_the_solution),
            from project in Project.All
            where !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal)
            select $"{project.Path}: is not in the solution, so nothing builds or tests it. Run: dotnet sln add {project.Path}");
    }

    [Fact]
    public void Every_project_locks_its_packages() => Verdict.Of(
        nameof(Every_project_locks_its_packages),
        from project in Project.All
        where !Repository.Exists($"{project.Folder}/packages.lock.json")
        select $"{project.Path}: has no packages.lock.json beside it. Restore it, and commit the file.");

    [Fact]
    public void No_project_switches_a_rule_of_the_house_off() => Verdict.Of(
        nameof(No_project_switches_a_rule_of_the_house_off),
        from project in Project.All
        from rule in HouseRules
        where project.Values(rule).Any()
        select $"{project.Path}: sets {rule}. It is set for all in Directory.Build.props.");

    [Fact]
    public void Public_members_are_documented_everywhere_but_in_tests() => Verdict.Of(
        nameof(Public_members_are_documented_everywhere_but_in_tests),
        from project in Project.All
        where project.Layer is not (Layer.Test or Layer.Protos)
        where project.Values("NoWarn").Any(codes => codes.Contains("CS1591", StringComparison.Ordinal))
        select $"{project.Path}: switches CS1591 off. Document the public members, or make them internal.");

    [Fact]
    public void Whatever_silences_the_compiler_says_why() => Verdict.Of(
        nameof(Whatever_silences_the_compiler_says_why),
        from source in SourceFile.All
        from place in Silenced(source)
        select $"{place}: silences a warning without a reason. Write it behind the directive, or as the Justification.");

    [Fact]
    public void Every_package_is_accounted_for()
    {
        var page = Repository.Read("docs/dependencies.md");
        var versions = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package =>
                (Name: (string?)package.Attribute("Include") ?? "", Version: (string?)package.Attribute("Version") ?? ""))
            .ToList();
        var rows = page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        var missing = from package in versions
                      where !rows.Any(row => row.StartsWith($"| {package.Name} | {package.Version} |", StringComparison.Ordinal))
                      select $"docs/dependencies.md: has no row \"| {package.Name} | {package.Version} | …\". Say why it is "
                          + $"here, its licence, "
                          + "and what it replaced.";
        var used = Project.All.SelectMany(project => project.Packages)
            .Concat(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.Test.Sdk", "xunit", "xunit.runner.visualstudio"])
            .ToHashSet(StringComparer.Ordinal);
        var idle = from package in versions
                   where !used.Contains(package.Name)
                   select $"Directory.Packages.props: no project refers to {package.Name}. Take it away.";
        var gone = from row in rows
                   let cells = row.Split('|', StringSplitOptions.TrimEntries)
                   where char.IsAsciiDigit(cells.ElementAtOrDefault(2)?.FirstOrDefault() ?? ' ')
                   where !versions.Any(package => package.Name == cells[1])
                   select $"docs/dependencies.md: has a row of {cells[1]}, which Directory.Packages.props has not. Drop it.";
        Verdict.Of(nameof(Every_package_is_accounted_for), missing.Concat(idle).Concat(gone));
    }

    [Fact]
    public void Scripts_can_be_run() => Verdict.Of(
        nameof(Scripts_can_be_run),
        from file in Repository.Files
        where file.Extension.Length == 0 && file.Text.StartsWith("#!", StringComparison.Ordinal)
        where !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.FullPath) & UnixFileMode.UserExecute) == 0
        select $"{file.Path}: begins with #! and cannot be run. Run: git update-index --chmod=+x {file.Path}");

    private static IEnumerable<string> Silenced(SourceFile source) =>
        from found in
            from pragma in source.Unit.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia))
            let directive = (PragmaWarningDirectiveTriviaSyntax)pragma.GetStructure()!
            where directive.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)
                && !directive.ToFullString().Contains("//", StringComparison.Ordinal)
            select (SyntaxNode)directive
        select source.At(found);
}
