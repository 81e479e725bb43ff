using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>Words that say that nobody thought of a name, and names that break the house's grammar (style sheet on
/// naming).</summary>
public sealed partial class NameTests
{
    private static readonly HashSet<string> Empty = new(
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Common", "Base", "Impl", "Processor", "Data", "Info",
            "Object", "Wrapper", "Dto"],
        StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Names_say_what_a_thing_is() => Verdict.Of(
        nameof(Names_say_what_a_thing_is),
        from source in SourceFile.Production
        from declared in Declared(source)
        let last = LastWord(declared.Name)
        where Empty.Contains(last)
        select $"{source.File.At(declared.Line)}: '{declared.Name}' says '{last}'. Which word does the agreement, the statute or "
            + $"the standard use?");

    [Fact]
    public void Files_and_folders_say_what_is_in_them() => Verdict.Of(
        nameof(Files_and_folders_say_what_is_in_them),
        from file in Repository.Files
        from part in file.Path.Split('/')
        let word = LastWord(part.Split('.')[0])
        where file.Extension is ".cs" or ".proto" or ".sql" or ".razor" && Empty.Contains(word)
        select $"{file.Path}: '{part}' says '{word}'. Name the idea that is in it.");

    [Fact]
    public void A_service_is_one_on_the_wire() => Verdict.Of(
        nameof(A_service_is_one_on_the_wire),
        from source in SourceFile.Production
        where source.Project.Layer != Layer.GrpcApi
        from type in source.Nodes.OfType<TypeDeclarationSyntax>()
        where type.Identifier.ValueText.EndsWith("Service", StringComparison.Ordinal)
            && type.BaseList?.Types.Any(parent => parent.Type.ToString().EndsWith("Base", StringComparison.Ordinal)) != true
        select $"{source.At(type)}: '{type.Identifier.ValueText}' is no gRPC service. Say what it does: …Loop, …Feed, "
            + $"…Supervisor.");

    [Fact]
    public void Booleans_are_statements() => Verdict.Of(
        nameof(Booleans_are_statements),
        from source in SourceFile.Production
        where source.Project.Layer != Layer.GrpcApi
        from node in source.Nodes
        let name = node switch
        {
            PropertyDeclarationSyntax property when IsBoolean(property.Type) => property.Identifier.ValueText,
            ParameterSyntax parameter when IsBoolean(parameter.Type) => parameter.Identifier.ValueText,
            _ => "",
        }
        where Negative().IsMatch(name)
        select $"{source.At(node)}: '{name}' is a negative; its opposite would be read twice. Turn it round.");

    // What somebody here named: not overrides, nor what an interface or a foreign API prescribes.
    private static IEnumerable<(string Name, int Line)> Declared(SourceFile source) =>
        from node in source.Nodes
        let name = node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            MethodDeclarationSyntax method when !IsPrescribed(method.Modifiers, method.ExplicitInterfaceSpecifier) =>
                method.Identifier.ValueText,
            PropertyDeclarationSyntax property when !IsPrescribed(property.Modifiers, property.ExplicitInterfaceSpecifier) =>
                property.Identifier.ValueText,
            EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field => field.Identifier.ValueText,
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => "",
        }
        where name.Length > 0
        select (name, source.LineOf(node));

    private static bool IsPrescribed(SyntaxTokenList modifiers, ExplicitInterfaceSpecifierSyntax? explicitly) =>
        explicitly is not null || modifiers.Any(SyntaxKind.OverrideKeyword);

    private static bool IsBoolean(TypeSyntax? type) => type?.ToString() is "bool" or "bool?";

    private static string LastWord(string name) => Words().Matches(name) is { Count: > 0 } words ? words[^1].Value : name;

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\A(is|has|was|can)?(not|Not|no|No)[A-Z]")]
    private static partial Regex Negative();
}
