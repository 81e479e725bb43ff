using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ExchangeHub.Form.Tests;

/// <summary>What must not stand in any file that somebody wrote. The patterns have brackets so that they do not find
/// themselves.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void Nothing_is_left_for_later() => Verdict.Of(
        nameof(Nothing_is_left_for_later),
        from file in Repository.Files
        where !IsForeign(file)
        from found in file.Find(line => Later().IsMatch(line))
        select $"{found.Where}: '{Later().Match(found.Line).Value}'. Do it now, or write an issue and say here what is the case "
            + $"today.");

    [Fact]
    public void No_region_hides_code() => Verdict.Of(
        nameof(No_region_hides_code),
        from source in SourceFile.All
        from trivia in source.Unit.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        let line = source.Unit.SyntaxTree.GetLineSpan(trivia.Span).StartLinePosition.Line + 1
        select $"{source.File.At(line)}: a region. What it hides is another file.");

    [Fact]
    public void No_file_names_a_folder_of_the_machine_it_was_written_on() => Verdict.Of(
        nameof(No_file_names_a_folder_of_the_machine_it_was_written_on),
        from file in Repository.Files
        where !IsForeign(file)
        from found in file.Find(line => OwnFolder().IsMatch(line))
        select $"{found.Where}: '{OwnFolder().Match(found.Line).Value.Trim()}' exists on one machine. Say it relative to the "
            + $"repository.");

    [Fact]
    public void No_file_names_the_host_of_a_package_registry() => Verdict.Of(
        nameof(No_file_names_the_host_of_a_package_registry),
        from file in Repository.Files
        from found in file.Find(line => RegistryHost().IsMatch(line))
        select $"{found.Where}: '{RegistryHost().Match(found.Line).Value}'. Where packages come from is the machine's setting; "
            + $"for npm, "
            + "set omit-lockfile-registry-resolved=true and write the lock file again.");

    [Fact]
    public void Files_end_with_one_line_feed_and_have_no_carriage_returns() => Verdict.Of(
        nameof(Files_end_with_one_line_feed_and_have_no_carriage_returns),
        from file in Repository.Files
        where !IsForeign(file)
            && file.Extension is ".cs" or ".proto" or ".md" or ".sh" or ".sql" or ".csproj" or ".props" or ".targets"
        where file.Text.Length > 0
        where !file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal)
            || file.Text.Contains('\r', StringComparison.Ordinal)
        select $"{file.Path}: ends without a line feed, with two, or has carriage returns. See .editorconfig.");

    // What others wrote and we keep as it is; and test input, in which anything may stand.
    private static bool IsForeign(TextFile file) =>
        file.Path.Contains("/third_party/", StringComparison.Ordinal)
        || file.Path.StartsWith("tests/vectors/", StringComparison.Ordinal)
        || file.Path.Contains("/Fixtures/", StringComparison.Ordinal)
        || file.Name.EndsWith("lock.json", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"(?<![\w.\-])/(wo[r]k|fa[r]m|ho[m]e/\w+|Use[r]s/\w+)(/|\b)|\b[A-Z]:\\\\?Use[r]s")]
    private static partial Regex OwnFolder();

    [GeneratedRegex(
        @"(registry\.npm[j]s|(api|www)\.nu[g]et|(deb|security|snapshot)\.deb[i]an|pyp[i])\.org|yarn[p]kg|pythonhos[t]ed")]
    private static partial Regex RegistryHost();
}
