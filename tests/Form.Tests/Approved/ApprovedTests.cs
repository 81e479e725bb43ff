using System.Collections.Immutable;
using VerifyXunit;

namespace ExchangeHub.Form.Tests;

/// <summary>
/// What others rely on, written out, so that a change of it is seen in a review as what it is: nodes of other districts,
/// dashboards, alerts and scripts break by it, and no compiler tells.
/// </summary>
public sealed class ApprovedTests
{
    [Fact]
    public Task Fields_and_numbers_of_the_wire() => Is("wire", WireContract.Lines());

    [Fact]
    public void The_wire_keeps_the_rules_of_its_linter()
    {
        var (code, output) = Shell.Run(Repository.Root, ["protos/lint.sh"]);
        Assert.True(code == 0, output);
    }

    [Fact]
    public Task Tables_of_the_store() => Is("schema", Catalogue.Schema());

    [Fact]
    public Task Log_lines() => Is("logs", Catalogue.LogLines());

    [Fact]
    public Task Instruments() => Is("metrics", Catalogue.Instruments());

    [Fact]
    public Task Reasons_of_the_law() => Is("reasons", Catalogue.Reasons());

    [Fact]
    public Task Rejections_and_statuses() => Is("rejections", Catalogue.Rejections());

    [Fact]
    public Task Commands_and_options() => Is("commands", CommandHelp.All);

    // In one process: a program logs its own lines and those of every adapter, and an operator looks for the number alone.
    [Fact]
    public void A_log_id_means_one_line() => Verdict.Of(
        nameof(A_log_id_means_one_line),
        from program in Project.All
        where program.Layer == Layer.Service
        from line in Catalogue.LogLines()
        let words = line.Split(' ')
        let project = Project.All.Single(project => project.Name == words[0])
        where project == program || project.Layer != Layer.Service
        let name = $"{words[0]} {words[3].TrimEnd(':')}"
        group name by (Program: program.Name, Id: words[1]) into same
        where same.Count() > 1
        select $"{same.Key.Id}: {string.Join(" and ", same)} have this id. Take the next free one of its own range.");

    [Fact]
    public void Instruments_are_named_by_the_convention() => Verdict.Of(
        nameof(Instruments_are_named_by_the_convention),
        from line in Catalogue.Instruments()
        let parts = line.Split(' ')
        where !Catalogue.InstrumentName().IsMatch(parts[1]) || parts.Length < 4
        select $"{parts[0]}: instrument '{parts[1]}' needs a name like exchangehub.area.thing, without its unit, and a unit such "
            + $"as s, By or "
            + "{record}.");

    // Where there is nothing to rely on yet, there is no file.
    private static async Task Is(string name, ImmutableArray<string> lines)
    {
        if (lines.Length > 0 || Repository.Exists($"tests/approved/{name}.verified.txt"))
        {
            await Verifier.Verify(string.Concat(lines.Select(line => line + "\n"))).UseDirectory("../../approved")
                .UseFileName(name);
        }
    }
}
