using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>What is too big to be held in a reader's head. Each limit is crossed for a good reason once, and then by
/// everybody.</summary>
public sealed class SizeTests
{
    private const int FileLinesMax = 400;
    private const int FileLinesNineInTen = 150;
    private const int MethodLinesMax = 60;
    private const int ParametersMax = 6;

    // What a program hands to a class that it puts together: nobody writes that call, so nobody can mix up its arguments.
    private const int PartsMax = 8;
    private const int DepthMax = 3;
    private const int ColumnsMax = 130;

    private static readonly HashSet<string> Code =
        new([".cs", ".proto", ".razor", ".sql", ".sh", ".py", ".js", ".css", ".csproj", ".props", ".targets"],
            StringComparer.Ordinal);

    [Fact]
    public void A_file_holds_one_idea() => Verdict.Of(
        nameof(A_file_holds_one_idea),
        from file in CodeFiles()
        where file.Lines.Count > FileLinesMax
        select $"{file.Path}: {file.Lines.Count} lines, {FileLinesMax} at most. Which two ideas are in it? Give each a file.");

    [Fact]
    public void Nine_files_in_ten_are_short()
    {
        var sizes = SourceFile.Production.OrderBy(source => source.File.Lines.Count).ToList();
        var border = sizes[(int)(0.9 * sizes.Count)].File.Lines.Count;
        Verdict.Of(
            nameof(Nine_files_in_ten_are_short),
            from source in sizes
            where border > FileLinesNineInTen && source.File.Lines.Count > border
            select $"{source.Path}: {source.File.Lines.Count} lines. The ninth file in ten has {border}, {FileLinesNineInTen} at "
                + $"most; this is "
                + "one of those to divide.");
    }

    [Fact]
    public void A_method_fits_on_a_screen() => Verdict.Of(
        nameof(A_method_fits_on_a_screen),
        from source in SourceFile.All
        from node in source.Nodes
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let lines = source.LinesOf(node)
        where lines > MethodLinesMax
        select $"{source.At(node)}: {lines} lines, {MethodLinesMax} at most. Name its steps.");

    [Fact]
    public void A_program_fits_on_a_screen() => Verdict.Of(
        nameof(A_program_fits_on_a_screen),
        from source in SourceFile.All
        let statements = source.Unit.Members.OfType<GlobalStatementSyntax>()
            .Where(member => member.Statement is not LocalFunctionStatementSyntax)
        let lines = statements.Sum(source.LinesOf)
        where lines > MethodLinesMax
        select $"{source.Path}: {lines} lines of top-level statements, {MethodLinesMax} at most. Name its steps.");

    [Fact]
    public void A_parameter_list_holds_six_at_most() => Verdict.Of(
        nameof(A_parameter_list_holds_six_at_most),
        from source in SourceFile.All
        from node in source.Nodes
        let most = node is TypeDeclarationSyntax ? PartsMax : ParametersMax
        let parameters = node switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters.Count,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters.Count,
            DelegateDeclarationSyntax named => named.ParameterList.Parameters.Count,
            ClassDeclarationSyntax { ParameterList: { } list } => list.Parameters.Count,
            StructDeclarationSyntax { ParameterList: { } list } => list.Parameters.Count,
            _ => 0, // the parameters of a record are its content
        }
        where parameters > most && !IsLogLine(node)
        select $"{source.At(node)}: {parameters} parameters, {most} at most. Which of them belong together? Give those "
            + $"a name.");

    [Fact]
    public void Folders_are_flat() => Verdict.Of(
        nameof(Folders_are_flat),
        from source in SourceFile.All
        let depth = source.Path[(source.Project.Folder.Length + 1)..].Count(letter => letter == '/')
        where depth > DepthMax
        select $"{source.Path}: {depth} folders deep, {DepthMax} at most. Name the file better instead.");

    [Fact]
    public void No_line_is_wider_than_the_screen() => Verdict.Of(
        nameof(No_line_is_wider_than_the_screen),
        from file in CodeFiles()
        from found in file.Find(line => line.Length > ColumnsMax)
        select $"{found.Where}: {found.Line.Length} columns, {ColumnsMax} at most. Wrap it.");

    // The fields of a log line are its parameters (style sheet on telemetry).
    private static bool IsLogLine(SyntaxNode node) =>
        node is MethodDeclarationSyntax method
        && method.AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString() == "LoggerMessage");

    private static IEnumerable<TextFile> CodeFiles() =>
        Repository.Files.Where(file =>
            !file.Path.Contains("/third_party/", StringComparison.Ordinal)
            && (Code.Contains(file.Extension)
                || (file.Extension.Length == 0 && file.Text.StartsWith("#!", StringComparison.Ordinal))));
}
