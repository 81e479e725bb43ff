namespace ExchangeHub.Form.Tests;

/// <summary>A file that need not keep a rule.</summary>
/// <param name="Rule">The rule: the name of its test.</param>
/// <param name="Path">The file, or a folder with a slash at the end.</param>
/// <param name="Reason">Why; a reader must be able to disagree.</param>
/// <param name="Only">Words that the violation must contain; empty when all in the file are meant.</param>
internal sealed record Exemption(string Rule, string Path, string Reason, string Only = "")
{
    public bool Covers(string violation) =>
        violation.StartsWith(Path, StringComparison.Ordinal) && violation.Contains(Only, StringComparison.Ordinal);
}

/// <summary>The exceptions to all rules of form. There are no others: no rule has a list of its own.</summary>
internal static class Exemptions
{
    private const string OfficialApi = "adapters/Grpc/Grpc.Core.Api/";

    public static readonly IReadOnlyList<Exemption> All =
    [
        new(nameof(SizeTests.A_parameter_list_holds_six_at_most), OfficialApi, "The official API, member by member."),
        new(nameof(NameTests.Names_say_what_a_thing_is), OfficialApi, "The official API, member by member."),
        new(nameof(NameTests.Files_and_folders_say_what_is_in_them), OfficialApi, "The official API, member by member."),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/",
            "The wire itself: reading statements, and statuses with details. A service on the wire cannot be without them, and "
                + "nothing else could take their place.",
            Only: "uses ExchangeHub.Grpc"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/",
            "Who is at the other end of a connection is part of the wire: the base library's own types of certificates and "
                + "handshakes would stand in every contract in between.",
            Only: "uses ExchangeHub.Certificates"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Transfers/PackageSource.cs",
            "What is sent is a bag, whatever form it has: a contract in Core would have one caller and one answer.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/Import.cs",
            "The command is the importer's only driver: a contract in Core would have one caller and one answer.",
            Only: "uses ExchangeHub.DualPublicity"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/Evidence.cs",
            "The same: a package is a file on the officer's disk, and the command only says what the adapter found.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/EvidencePack.cs",
            "The same: the package is written to the officer's disk.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/SignerTrust.cs",
            "The same: who signed stands in the package.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/PackageContents.cs",
            "The same: the documents stand in the package.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/BagTable.cs",
            "The same: it shows what was found in the package.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/PackageSealing.cs",
            "The same: the package is written to the officer's disk.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/PackageTags.cs",
            "The same: the tags stand in the package.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/PackageProgress.cs",
            "The same: it shows how far the reading of the package has come.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/RuleSets.cs",
            "The same: a rule set is a file on the officer's disk.",
            Only: "uses ExchangeHub.RuleFiles"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/RuleSets.cs",
            "The same: the key with which a party signs is a file on the officer's disk.",
            Only: "uses ExchangeHub.LibCrypto"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/RuleCases.cs",
            "The same: the cases stand beside the rule set.",
            Only: "uses ExchangeHub.RuleFiles"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/Discretion.cs",
            "The same: a table of discretion is a file on the officer's disk.",
            Only: "uses ExchangeHub.RuleFiles"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/Verify.cs",
            "The same: what is checked are files on somebody's disk.",
            Only: "uses ExchangeHub.BagIt"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Commands/Histories.cs",
            "The same: the key of a witness is a file on the officer's disk.",
            Only: "uses ExchangeHub.LibCrypto"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Verification/Trust.cs",
            "The same: whom to trust stands in a file on somebody's disk, and its signatures are checked there.",
            Only: "uses ExchangeHub.LibCrypto"),
        new(
            nameof(NamespaceTests.Only_a_Program_names_the_types_of_an_adapter),
            "services/Cli/Verification/Trust.cs",
            "The same: the rule sets stand beside the network file.",
            Only: "uses ExchangeHub.RuleFiles"),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "services/Hub/Errors/ErrorInterceptor.cs",
            "The last line of defence: the text of an unforeseen failure must not leave the process."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "services/Node/Errors/ErrorInterceptor.cs",
            "The last line of defence: the text of an unforeseen failure must not leave the process."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "services/Console/Serving/TroubleAnswer.cs",
            "The last line of defence: a reader is told that a page could not be made, and nothing else."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "services/Node/Storage/WriteGroup.cs",
            "One transaction serves many callers: whatever it is, the one it concerns hears it and nobody is left waiting."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "adapters/Postgres/Appends/GroupWriter.cs",
            "Whatever happens to one group, its callers are told and the next group is served."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "adapters/Postgres/Projections/ProjectionRunner.cs",
            "A projection is code of others: whatever it throws, the log and the other projections go on."),
        new(nameof(NameTests.Names_say_what_a_thing_is), "adapters/Postgres/Embedded/ClusterFolder.cs", "PostgreSQL's own word.",
            Only: "'Data'"),
        new(nameof(NameTests.Booleans_are_statements), "adapters/Postgres/Schema/RelationShape.cs", "SQL's own word.",
            Only: "'NotNull'"),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "adapters/Messaging/NoticeAnnouncer.cs",
            "Log and transport fail in ways of their own; none of them may end the announcing or reach the hub."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "adapters/Messaging/NoticeBus.cs",
            "A start that fails for good must neither end the host nor be final."),
        new(
            nameof(CallTests.Everything_is_caught_in_named_files_only),
            "adapters/Messaging/PositionFollower.cs",
            "Source and effect are a service's own; whatever they throw, the same position is tried again."),
        new(
            nameof(ProjectTests.A_package_is_met_in_one_project),
            "services/Node/ExchangeHub.Node.csproj",
            "A node and a console keep a file each, on machines of their own; a contract between them and SQLite would be SQL.",
            Only: "qlite"),
        new(
            nameof(ProjectTests.A_package_is_met_in_one_project),
            "services/Console/ExchangeHub.Console.csproj",
            "The same: the accounts.",
            Only: "qlite"),
        new(nameof(SizeTests.A_program_fits_on_a_screen), "services/Hub/Program.cs",
            "Wiring: a line a part, read once from the top."),
    ];
}

/// <summary>Judges a rule by its violations.</summary>
internal static class Verdict
{
    private const int ShownMax = 60;

    /// <summary>Fails when there is a violation that no exemption covers, or an exemption that covers none.</summary>
    /// <param name="rule">The name of the test.</param>
    /// <param name="violations">Each begins with the path of its file, then a colon, and names the way out.</param>
    public static void Of(string rule, IEnumerable<string> violations)
    {
        var found = violations.Distinct().Order(StringComparer.Ordinal).ToList();
        var exemptions = Exemptions.All.Where(exemption => exemption.Rule == rule).ToList();
        var faults = found.Where(violation => !exemptions.Any(exemption => exemption.Covers(violation))).ToList();
        var idle = from exemption in exemptions
                   where Repository.Exists(exemption.Path) && !found.Any(exemption.Covers)
                   select $"tests/Form.Tests/Exemptions.cs: {exemption.Path} keeps the rule {rule}; take its exemption away.";
        faults.AddRange(idle);
        if (faults.Count > 0)
        {
            var rest = faults.Count > ShownMax ? $"\nand {faults.Count - ShownMax} more" : "";
            Assert.Fail($"{rule.Replace('_', ' ')}. {faults.Count} found:\n{string.Join('\n', faults.Take(ShownMax))}{rest}");
        }
    }
}
