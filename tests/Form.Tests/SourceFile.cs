using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>A C# file, parsed. Syntax only: it need not compile.</summary>
/// <param name="File">The file.</param>
/// <param name="Project">The project it belongs to.</param>
/// <param name="Unit">Its syntax.</param>
internal sealed record SourceFile(TextFile File, Project Project, CompilationUnitSyntax Unit)
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(() =>
    [
        .. Repository.Files.AsParallel().AsOrdered()
            .Where(file => file.Extension == ".cs")
            .Select(file => (File: file, Project: Project.Of(file.Path)))
            .Where(found => found.Project is not null)
            .Select(found => new SourceFile(found.File, found.Project!, Parse(found.File.Text))),
    ]);

    private IReadOnlyList<string>? _namespaces;
    private IReadOnlyList<SyntaxNode>? _nodes;
    private IReadOnlyList<(string Name, int Line)>? _uses;

    /// <summary>Gets every C# file of every project.</summary>
    public static IReadOnlyList<SourceFile> All => Parsed.Value;

    /// <summary>Gets the files that run in production.</summary>
    public static IEnumerable<SourceFile> Production => All.Where(source => source.Project.Layer != Layer.Test);

    public string Path => File.Path;

    /// <summary>Gets every node below the root; walked once for all rules.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => _nodes ??= [.. Unit.DescendantNodes()];

    public IReadOnlyList<string> Namespaces =>
        _namespaces ??= [.. Nodes.OfType<BaseNamespaceDeclarationSyntax>().Select(space => space.Name.ToString()).Distinct()];

    /// <summary>Gets the names that may be namespaces of other files: those of using directives, and qualified names in the
    /// code.</summary>
    public IReadOnlyList<(string Name, int Line)> Uses => _uses ??=
    [
        .. from directive in Nodes.OfType<UsingDirectiveSyntax>()
           let name = directive.Name
           where name is not null
           select (Plain(name), LineOf(directive)),
        .. from name in Unit.DescendantNodes(node => node is not (UsingDirectiveSyntax or QualifiedNameSyntax))
            .OfType<QualifiedNameSyntax>()
           where name.Parent is not (BaseNamespaceDeclarationSyntax or UsingDirectiveSyntax)
           select (Plain(name), LineOf(name)),
        .. from access in Nodes.OfType<MemberAccessExpressionSyntax>()
           let text = Plain(access)
           where text.StartsWith("ExchangeHub.", StringComparison.Ordinal)
           select (text, LineOf(access)),
    ];

    public int LineOf(SyntaxNode node) => Unit.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    public string At(SyntaxNode node) => File.At(LineOf(node));

    public int LinesOf(SyntaxNode node)
    {
        var span = Unit.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    public static CompilationUnitSyntax Parse(string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse))
            .GetCompilationUnitRoot();

    private static string Plain(SyntaxNode name) => name.ToString().Replace("global::", "", StringComparison.Ordinal);
}
