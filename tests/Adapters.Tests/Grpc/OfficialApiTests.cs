using Grpc.Core;
using Grpc.Net.Compression;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Two projects stand in for two packages that the feed lacks. A member too few breaks the official runtime when it is first
/// called, in production; a member too many breaks us on the day that the official packages come back. Both are found here
/// instead.
/// </summary>
public sealed class OfficialApiTests
{
    private static readonly string CoreApi = typeof(Status).Assembly.Location;
    private static readonly string NetCommon = typeof(ICompressionProvider).Assembly.Location;

    [Fact]
    public void The_members_of_Grpc_Core_Api_are_the_approved_ones() => AssertApproved(CoreApi, "grpc-core-api.txt");

    [Fact]
    public void The_members_of_Grpc_Net_Common_are_the_approved_ones() => AssertApproved(NetCommon, "grpc-net-common.txt");

    [Theory]
    [InlineData("Grpc.AspNetCore.Server", 90)]
    [InlineData("Grpc.Net.Client", 90)]
    [InlineData("ExchangeHub.Grpc", 30)]
    [InlineData("Adapters.Tests", 60)]
    public void Everything_that_an_assembly_imports_is_there(string assembly, int importsMin)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");
        var fromCore = AssemblyMembers.ImportedBy(file, from: "Grpc.Core.Api");
        var fromCommon = AssemblyMembers.ImportedBy(file, from: "Grpc.Net.Common");

        Assert.InRange(fromCore.Count + fromCommon.Count, importsMin, 1_000);
        Assert.Empty(fromCore.Except(AssemblyMembers.NamesOfferedBy(CoreApi)).Order());
        Assert.Empty(fromCommon.Except(AssemblyMembers.NamesOfferedBy(NetCommon)).Order());
    }

    [Fact]
    public void An_import_that_is_not_there_would_be_noticed()
    {
        var imports = AssemblyMembers.ImportedBy(
            Path.Combine(AppContext.BaseDirectory, "Grpc.Net.Client.dll"), from: "Grpc.Core.Api");
        var offered = AssemblyMembers.NamesOfferedBy(CoreApi);
        offered.RemoveWhere(name => name.StartsWith("Grpc.Core.Metadata::GetValue(", StringComparison.Ordinal));

        Assert.Equal(["Grpc.Core.Metadata::GetValue(String) : String"], imports.Except(offered));
    }

    [Fact]
    public void The_two_assemblies_carry_the_official_identity()
    {
        foreach (var name in new[] { typeof(Status).Assembly.GetName(), typeof(ICompressionProvider).Assembly.GetName() })
        {
            Assert.Equal(new Version(2, 0, 0, 0), name.Version);
            Assert.Equal("d754f35622e28bad", Convert.ToHexStringLower(name.GetPublicKeyToken()!));
        }
    }

    private static void AssertApproved(string assembly, string list)
    {
        var file = RepositoryFiles.PathOf("tests", "approved", list);
        var approved = File.Exists(file) ? File.ReadAllLines(file) : [];
        var found = AssemblyMembers.OfferedBy(assembly);
        if (approved.SequenceEqual(found))
        {
            return;
        }

        var received = Path.ChangeExtension(file, ".received.txt");
        File.WriteAllLines(received, found);
        Assert.Fail(
            $"""
            {Path.GetFileName(assembly)} differs from tests/approved/{list}.
            Not approved: {string.Join("; ", found.Except(approved))}
            Missing: {string.Join("; ", approved.Except(found))}
            If the official API has it so, replace the list by {received}.
            """);
    }
}
