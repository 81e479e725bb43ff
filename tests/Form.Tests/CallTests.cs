using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExchangeHub.Form.Tests;

/// <summary>Calls that are right in one place and wrong in all others.</summary>
public sealed class CallTests
{
    // Type → members; no members: the type itself is out of bounds.
    private static readonly FrozenDictionary<string, string[]> Ambient = new Dictionary<string, string[]>
    {
        ["DateTime"] = ["Now", "UtcNow", "Today"],
        ["DateTimeOffset"] = ["Now", "UtcNow"],
        ["TimeProvider"] = ["System"],
        ["Guid"] = ["NewGuid"],
        ["TimeZoneInfo"] = ["Local"],
        ["CultureInfo"] = ["CurrentCulture", "CurrentUICulture"],
        ["Random"] = [],
        ["RandomNumberGenerator"] = [],
        ["Stopwatch"] = [],
        ["Environment"] = [],
        ["File"] = [],
        ["Directory"] = [],
        ["FileStream"] = [],
        ["Console"] = [],
        ["Process"] = [],
        ["HttpClient"] = [],
        ["Socket"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    [Fact]
    public void The_core_asks_no_clock_no_chance_and_no_machine() => Verdict.Of(
        nameof(The_core_asks_no_clock_no_chance_and_no_machine),
        from source in SourceFile.All
        where source.Project.Layer == Layer.Core
        from node in source.Nodes
        where IsAmbient(node)
        select $"{source.At(node)}: '{node}' differs from machine to machine. Take the value as an argument, or replaying the "
            + $"log gives "
            + "another answer.");

    [Fact]
    public void A_status_is_made_in_one_file_of_each_service() => Verdict.Of(
        nameof(A_status_is_made_in_one_file_of_each_service),
        from source in SourceFile.Production
        where source.Project.Layer is not Layer.GrpcApi && source.Project.Folder != "adapters/Grpc"
        from made in source.Nodes.OfType<ObjectCreationExpressionSyntax>()
        where made.Type.ToString().Split('.')[^1] == "RpcException"
        group source.At(made) by source.Project into service
        let files = service.Select(made => made.Split(':')[0]).Distinct().ToList()
        where files.Count > 1 || service.Key.Layer != Layer.Service
        from place in service
        select $"{place}: RpcException is made here and in {files.Count - 1} other files of {service.Key.Name}. Make it in one, "
            + $"so that each "
            + "status has a reason and a test.");

    [Fact]
    public void Everything_is_caught_in_named_files_only() => Verdict.Of(
        nameof(Everything_is_caught_in_named_files_only),
        from source in SourceFile.Production
        from clause in source.Nodes.OfType<CatchClauseSyntax>()
        where CatchesEverything(clause)
        select $"{source.At(clause)}: catches everything. Catch what can be answered here; where a program must survive "
            + $"anything, name the "
            + "file and the reason in Exemptions.cs.");

    [Fact]
    public void Nothing_waits_by_sleeping_in_tests() => Verdict.Of(
        nameof(Nothing_waits_by_sleeping_in_tests),
        from source in SourceFile.All
        where source.Project.Layer == Layer.Test
        from call in source.Nodes.OfType<MemberAccessExpressionSyntax>()
        where call.ToString() == "Thread.Sleep"
        select $"{source.At(call)}: a fixed sleep is too short on a slow machine and too long on a fast one. Wait for the event "
            + $"itself.");

    [Fact]
    public void A_test_that_is_left_out_says_why() => Verdict.Of(
        nameof(A_test_that_is_left_out_says_why),
        from source in SourceFile.All
        from argument in source.Nodes.OfType<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.ToString() == "Skip"
        select $"{source.At(argument)}: a test that never runs proves nothing. Make it run, or take it away.");

    [Fact]
    public void Everything_that_can_be_called_is_written() => Verdict.Of(
        nameof(Everything_that_can_be_called_is_written),
        from source in SourceFile.Production
        from made in source.Nodes.OfType<ObjectCreationExpressionSyntax>()
        where made.Type.ToString() is "NotImplementedException"
        select $"{source.At(made)}: whoever calls this meets a hole. Write it, or take it away.");

    private static bool IsAmbient(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type, Name: var member } =>
            Ambient.TryGetValue(type.ToString(), out var members) && (members.Length == 0 || members.Contains(member.ToString())),
        ObjectCreationExpressionSyntax created =>
            Ambient.TryGetValue(created.Type.ToString(), out var members) && members.Length == 0,

        // Without an argument it asks the clock.
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call =>
            call.Expression.ToString() == "Guid.CreateVersion7",
        _ => false,
    };

    // A filter that only leaves some out ("when it is not …") still catches everything else. What is thrown on was not caught.
    private static bool CatchesEverything(CatchClauseSyntax clause) =>
        clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        && clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null }
        && (clause.Filter is null
            || clause.Filter.DescendantNodes()
                .Any(node => node.IsKind(SyntaxKind.NotPattern) || node.IsKind(SyntaxKind.LogicalNotExpression)));
}
