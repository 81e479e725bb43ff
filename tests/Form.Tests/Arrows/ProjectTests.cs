namespace ExchangeHub.Form.Tests;

/// <summary>
/// Dependencies point inwards, and a foreign library is met in one place. A reference is added in a second and is then
/// everywhere: these tests are the moment at which somebody has to want it.
/// </summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<Layer, Layer[]> MayReferTo = new()
    {
        [Layer.Core] = [],
        [Layer.GrpcApi] = [Layer.GrpcApi],
        [Layer.Protos] = [Layer.GrpcApi],
        [Layer.Adapter] = [Layer.Core, Layer.Protos, Layer.GrpcApi],
        [Layer.Service] = [Layer.Core, Layer.Protos, Layer.Adapter, Layer.GrpcApi],
        [Layer.Test] = Enum.GetValues<Layer>(),
    };

    [Fact]
    public void Projects_refer_inwards_only() => Verdict.Of(
        nameof(Projects_refer_inwards_only),
        from project in Project.All
        from path in project.References
        let target = Project.All.FirstOrDefault(other => other.Path == path)
        where target is null || !MayReferTo[project.Layer].Contains(target.Layer)
        select target is null
            ? $"{project.Path}: refers to {path}, which does not exist."
            : $"{project.Path}: a project of {project.Layer} refers to {target.Name}, one of {target.Layer}. Put the contract "
                + $"into Core and "
              + "join the two in a Program.cs.");

    [Fact]
    public void The_core_has_no_package() => Verdict.Of(
        nameof(The_core_has_no_package),
        from project in Project.All
        where project.Layer == Layer.Core
        from package in project.Packages
        select $"{project.Path}: refers to {package}. The law needs the base library only; use the package in an adapter.");

    [Fact]
    public void A_package_is_met_in_one_project() => Verdict.Of(
        nameof(A_package_is_met_in_one_project),
        from project in Project.All
        where project.Layer != Layer.Test
        from package in project.Packages
        where !IsOfTheWire(package)
        group project by package into users
        where users.Count() > 1
        from user in users
        select $"{user.Path}: {users.Key} is used by {string.Join(" and ", users.Select(other => other.Name))}. A library has "
            + $"one home, "
            + "where it can be replaced; give the others a contract of Core.");

    [Fact]
    public void Code_names_only_packages_that_its_project_asks_for()
    {
        var packages =
            Project.All.SelectMany(project => project.Packages).Where(package => !IsOfTheWire(package)).Distinct().ToList();
        Verdict.Of(
            nameof(Code_names_only_packages_that_its_project_asks_for),
            from source in SourceFile.Production
            where source.File.Name != "Program.cs" // which joins them
            from use in source.Uses
            from package in packages
            where Spaces.IsIn(use.Name, package) && !source.Project.Packages.Any(own => Spaces.IsIn(use.Name, own))
            select $"{source.File.At(use.Line)}: names {use.Name}, but {source.Project.Name} does not refer to the package "
                + $"{package}; it only "
                + "leaks in from another project. Ask that project through a contract of Core.");
    }

    [Fact]
    public void A_project_is_a_program_or_the_quarantine_of_a_library() => Verdict.Of(
        nameof(A_project_is_a_program_or_the_quarantine_of_a_library),
        from project in Project.All
        from word in new[] { "Common", "Shared", "Abstractions", "Application", "Infrastructure", "Domain", "Contracts" }
        where project.Layer != Layer.GrpcApi && project.Name.Split('.').Contains(word)
        select $"{project.Path}: '{word}' is neither a program nor a library kept apart. Put the code where it is used, or into "
            + $"Core.");

    // Protobuf and gRPC are the wire itself: every program speaks it.
    private static bool IsOfTheWire(string package) =>
        package.StartsWith("Grpc.", StringComparison.Ordinal) || package.StartsWith("Google.", StringComparison.Ordinal);
}
