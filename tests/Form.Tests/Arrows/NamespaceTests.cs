namespace ExchangeHub.Form.Tests;

/// <summary>
/// What projects promise, files must keep: in one project the compiler sees no layers, and a name that leaks in through a
/// reference of a reference is still a dependency.
/// </summary>
public sealed class NamespaceTests
{
    // Each may use those before it. A new folder of Core gets its place here.
    private static readonly string[] OrderOfCore =
    [
        "Vocabulary", "Rules", "Discretions", "EventLog", "Records", "EvidencePackages", "Agreements", "Access", "Disclosures",
        "Recognitions", "HandOvers", "Guards", "Lists", "History", "Transfers", "Cases",
    ];

    private static readonly HashSet<string> Libraries = new(
        [.. Project.All.SelectMany(project => project.Packages).Select(package => package.Split('.')[0]), "Microsoft", "Google"],
        StringComparer.Ordinal);

    [Fact]
    public void The_core_uses_the_base_library_only() => Verdict.Of(
        nameof(The_core_uses_the_base_library_only),
        from source in SourceFile.All
        where source.Project.Layer == Layer.Core
        from use in source.Uses
        where !Spaces.IsIn(use.Name, "System")
        let space = Spaces.Layers.Keys.FirstOrDefault(space => Spaces.IsIn(use.Name, space))
        where space is null ? IsForeign(use.Name) : Spaces.Layers[space] != Layer.Core
        select $"{source.File.At(use.Line)}: names {use.Name}. Core knows nobody: declare in Core what it needs, and let an "
            + $"adapter do it.");

    [Fact]
    public void The_folders_of_the_core_use_only_those_before_them() => Verdict.Of(
        nameof(The_folders_of_the_core_use_only_those_before_them),
        from use in Spaces.Uses(SourceFile.All.Where(source => source.Project.Layer == Layer.Core))
        let own = Rank(use.From)
        let other = Rank(use.To)
        where own < 0 || other > own
        select own < 0
            ? $"{use.Source.Path}: {use.From} has no place in the order of Core; say in NamespaceTests what it may use."
            : $"{use.Source.File.At(use.Line)}: {use.From} uses {use.To}, which comes after it "
                + $"({string.Join(" ◀ ", OrderOfCore)}). Move "
              + "what both need to the earlier one.");

    [Fact]
    public void Adapters_do_not_know_each_other() => Verdict.Of(
        nameof(Adapters_do_not_know_each_other),
        from use in Spaces.Uses(SourceFile.All.Where(source => source.Project.Layer == Layer.Adapter))
        where Spaces.Layers.GetValueOrDefault(use.To, Layer.Protos) == Layer.Adapter && AdapterOf(use.To) != AdapterOf(use.From)
        select $"{use.Source.File.At(use.Line)}: {use.From} uses {use.To}. Put the contract between them into Core.");

    [Fact]
    public void Only_a_Program_names_the_types_of_an_adapter() => Verdict.Of(
        nameof(Only_a_Program_names_the_types_of_an_adapter),
        from use in Spaces.Uses(
            SourceFile.All.Where(source => source.Project.Layer == Layer.Service && source.File.Name != "Program.cs"))
        where Spaces.Layers.GetValueOrDefault(use.To, Layer.Protos) == Layer.Adapter
        select $"{use.Source.File.At(use.Line)}: uses {use.To}. Take a contract of Core, and let Program.cs choose who fulfils "
            + $"it.");

    [Fact]
    public void No_namespaces_use_each_other_in_a_circle()
    {
        var uses =
            Spaces.Uses(SourceFile.Production).Where(use => use.To != "ExchangeHub.Protos" && use.From.Length > 0).ToList();
        var next = uses.ToLookup(use => use.From, use => use.To, StringComparer.Ordinal);
        Verdict.Of(
            nameof(No_namespaces_use_each_other_in_a_circle),
            from use in uses
            where Reaches(next, use.To, use.From)
            select $"{use.Source.File.At(use.Line)}: {use.From} uses {use.To}, which leads back to it. Move what both need, or "
                + $"what only one "
                + "needs, to one side.");
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var space))
        {
            if (space == to)
            {
                return true;
            }

            foreach (var further in next[space].Where(seen.Add))
            {
                open.Enqueue(further);
            }
        }

        return false;
    }

    private static int Rank(string space) => Array.IndexOf(OrderOfCore, space.Split('.').ElementAtOrDefault(1) ?? "");

    private static string AdapterOf(string space) => string.Join('.', space.Split('.').Take(2));

    // What is no namespace of ours is a type of ours, or begins with the namespace of a library.
    private static bool IsForeign(string name) => Libraries.Contains(name.Split('.')[0]);
}
