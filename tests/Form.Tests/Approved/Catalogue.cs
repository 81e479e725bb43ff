using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>What dashboards, scripts and other programs know of ours, read from the source.</summary>
internal static partial class Catalogue
{
    /// <summary>Lists the statements of the numbered schema files, without comments.</summary>
    /// <returns>In the order of the files.</returns>
    public static ImmutableArray<string> Schema() =>
    [
        .. from file in Repository.Files
           where file.Extension == ".sql" && file.Path.StartsWith("adapters/Postgres/", StringComparison.Ordinal)
           from line in file.Lines
           let statement = SqlComment().Replace(line, "").Trim()
           where statement.Length > 0
           select $"{file.Name}: {Spaces().Replace(statement, " ")}",
    ];

    /// <summary>Lists every log line: project, id, level, name and template.</summary>
    /// <returns>Ordered by project and id.</returns>
    public static ImmutableArray<string> LogLines() =>
    [
        .. from source in SourceFile.Production
           from method in source.Nodes.OfType<MethodDeclarationSyntax>()
           from attribute in method.AttributeLists.SelectMany(list => list.Attributes)
           where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
           let id = Argument(source, attribute, "EventId", 0)
           let level = Argument(source, attribute, "Level", 1)
           let template = Argument(source, attribute, "Message", 2)
           orderby source.Project.Folder, id.PadLeft(6, '0')
           select $"{source.Project.Name} {id} {level} {method.Identifier.ValueText}: {template}",
    ];

    /// <summary>Lists every instrument: project, name, kind, unit.</summary>
    /// <returns>Ordered by project and name.</returns>
    public static ImmutableArray<string> Instruments() =>
    [
        .. from source in SourceFile.Production
           from call in source.Nodes.OfType<InvocationExpressionSyntax>()
           let kind = (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? ""
           where CreatesInstrument().IsMatch(kind)
           let name = Argument(source, call, "name", 0)
           let unit = Argument(source, call, "unit", kind.StartsWith("CreateObservable", StringComparison.Ordinal) ? 2 : 1)
           orderby source.Project.Folder, name
           select $"{source.Project.Name} {name} {kind["Create".Length..].ToLowerInvariant()} {unit}".TrimEnd(),
    ];

    /// <summary>Lists the catalogue of reasons: code, precedence, effect, kinds and nature; not its wording.</summary>
    /// <returns>In the order of the catalogue.</returns>
    public static ImmutableArray<string> Reasons() =>
    [
        .. from file in Repository.Files
           where file.Name == "reason-codes.csv" && file.Path.StartsWith("services/Core/", StringComparison.Ordinal)
           from line in file.Lines.Skip(1)
           select string.Join(' ', line.Split(',').Take(5)),
    ];

    /// <summary>Lists the numbers that callers branch on: rejections of the core, and the reasons that services put into a
    /// status.</summary>
    /// <returns>Ordered by project and number.</returns>
    public static ImmutableArray<string> Rejections() =>
    [
        .. from source in SourceFile.Production
           from line in Codes(source).Concat(Statuses(source))
           orderby source.Project.Folder, line
           select $"{source.Project.Name} {line}",
    ];

    [GeneratedRegex(@"\Aexchangehub(\.[a-z][a-z_]*[a-z]){2,}\z")]
    public static partial Regex InstrumentName();

    private static IEnumerable<string> Codes(SourceFile source) =>
        from type in source.Nodes.OfType<EnumDeclarationSyntax>()
        where type.Identifier.ValueText.EndsWith("Code", StringComparison.Ordinal) && source.Project.Layer != Layer.GrpcApi
        from member in type.Members
        where member.EqualsValue is not null
        select $"{member.EqualsValue!.Value} {type.Identifier.ValueText}.{member.Identifier.ValueText}";

    // new(StatusCode.NotFound, 1001, …), and [RejectionCode.NotEntitled] = StatusCode.PermissionDenied.
    private static IEnumerable<string> Statuses(SourceFile source) =>
        (from made in source.Nodes.OfType<BaseObjectCreationExpressionSyntax>()
         let arguments = made.ArgumentList?.Arguments ?? []
         where arguments.Count > 1 && arguments[1].Expression.IsKind(SyntaxKind.NumericLiteralExpression)
         let status = arguments[0].Expression.ToString()
         where status.StartsWith("StatusCode.", StringComparison.Ordinal)
         let member = made.Ancestors().OfType<MethodDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText
         select $"{arguments[1]} {status} {member}")
        .Concat(
         from assigned in source.Nodes.OfType<AssignmentExpressionSyntax>()
         where assigned.Left is ImplicitElementAccessSyntax
             && assigned.Right.ToString().StartsWith("StatusCode.", StringComparison.Ordinal)
         select $"{assigned.Left.ToString().Trim('[', ']')} {assigned.Right}");

    private static string Argument(SourceFile source, AttributeSyntax attribute, string name, int index)
    {
        var all = attribute.ArgumentList?.Arguments ?? [];
        var argument = all.FirstOrDefault(own => own.NameEquals?.Name.ToString() == name
            || own.NameColon?.Name.ToString() == char.ToLowerInvariant(name[0]) + name[1..])
            ?? all.Where(own => own.NameEquals is null && own.NameColon is null).ElementAtOrDefault(index);
        return argument is null ? "" : Text(source, argument.Expression);
    }

    private static string Argument(SourceFile source, InvocationExpressionSyntax call, string name, int index)
    {
        var all = call.ArgumentList.Arguments;
        var argument = all.FirstOrDefault(own => own.NameColon?.Name.ToString() == name)
            ?? all.Where(own => own.NameColon is null).ElementAtOrDefault(index);
        return argument is null ? "" : Text(source, argument.Expression);
    }

    // Constant texts are followed to where they are declared in the same project; a level loses the name of its type.
    private static string Text(SourceFile source, ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        ParenthesizedExpressionSyntax inner => Text(source, inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Text(source, sum.Left) + Text(source, sum.Right),
        IdentifierNameSyntax name => Constant(source, name.Identifier.ValueText) ?? name.ToString(),
        MemberAccessExpressionSyntax access => Constant(source, access.Name.Identifier.ValueText) ?? access.Name.ToString(),
        _ => expression.ToString(),
    };

    private static string? Constant(SourceFile source, string name) => (
        from other in SourceFile.All
        where other.Project == source.Project
        from field in other.Nodes.OfType<FieldDeclarationSyntax>()
        where field.Modifiers.Any(SyntaxKind.ConstKeyword)
        from variable in field.Declaration.Variables
        where variable.Identifier.ValueText == name && variable.Initializer is not null
        select Text(other, variable.Initializer!.Value)).FirstOrDefault();

    [GeneratedRegex(@"--.*\z")]
    private static partial Regex SqlComment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\ACreate(Observable)?(Counter|Histogram|UpDownCounter|Gauge)\z")]
    private static partial Regex CreatesInstrument();
}
