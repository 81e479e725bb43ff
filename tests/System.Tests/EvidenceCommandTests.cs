using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExchangeHub.Access;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Cli.Output;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests;

/// <summary>An officer gets a package on a disk and wants to know, without any server, whether it is what was sealed, and whether
/// the eight steps are in it.</summary>
public sealed class EvidenceCommandTests : IDisposable
{
    private static readonly DateTimeOffset SealedAt = new(2026, 6, 3, 17, 0, 0, TimeSpan.FromHours(8));
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-bag-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("folder")]
    [InlineData("tar")]
    [InlineData("zip")]
    public async Task A_folder_is_sealed_signed_and_found_valid_with_all_eight_steps(string form)
    {
        var package = await PackAsync(Sound(), form);

        var (code, output, errors) = await RunAsync("evidence", "verify", package, "--lang", "zh", "-o", "table");
        Assert.True(code == ExitCode.Ok, output + errors);
        Assert.Contains("完整、有效，符合证据包规范", output, StringComparison.Ordinal);
        Assert.Contains("可以援用", output, StringComparison.Ordinal);
        Assert.Contains("node:330421", output, StringComparison.Ordinal);
        foreach (var step in new[] { "定位签到", "亮证告知", "信息核实", "现场检查", "笔录制作", "打印签名", "电子归档", "任务完成" })
        {
            Assert.Contains(step, output, StringComparison.Ordinal);
        }

        (code, output, _) = await RunAsync("evidence", "manifest", package, "-o", "table");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains(PackageFolder.Photo, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_that_is_made_says_of_the_bag_what_the_bag_is()
    {
        var package = await PackAsync(Sound(), "tar");
        var record = JsonNode.Parse(await File.ReadAllTextAsync(Record))!["record"]!["evidence"]!;

        var (_, output, _) = await RunAsync("evidence", "verify", package, "-o", "json");

        var digest = (string)JsonNode.Parse(output)!["tagManifestSha256"]!;
        var bytes = Convert.FromBase64String((string)record["bag"]!["tagManifestSha256"]!);
        Assert.Equal(digest, "sha256:" + Convert.ToHexStringLower(bytes));
        Assert.Equal("12.1", (string)record["bag"]!["oxum"]!);
        Assert.Equal("ACT_SEALED", (string)record["custody"]!.AsArray()[^1]!["act"]!);
        Assert.Equal((string)record["bag"]!["tagManifestSha256"]!, (string)record["custody"]!.AsArray()[^1]!["hashAfter"]!);
        Assert.Equal(32, Convert.FromBase64String((string)record["items"]!.AsArray()
            .Single(item => (string)item!["itemNumber"]! == "E3-1")!["sha256"]!).Length);
    }

    [Fact]
    public async Task OpenSSL_verifies_our_signature_and_a_changed_tag_manifest_is_noticed()
    {
        var package = await PackAsync(Sound(), "folder");
        var (signature, manifest) = (
            Path.Combine(package, "signature/tagmanifest.p7s"), Path.Combine(package, "tagmanifest-sha256.txt"));
        using var openssl = Process.Start(new ProcessStartInfo(
            "openssl",
            [
                "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", manifest, "-CAfile",
                Path.Combine(_folder, "identity", "root.pem"), "-purpose", "any", "-out", "/dev/null",
            ])
        { RedirectStandardError = true })!;
        var said = await openssl.StandardError.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        Assert.True(openssl.ExitCode == 0, said);

        await File.AppendAllTextAsync(manifest, "\n");

        var (code, output, _) = await RunAsync("evidence", "verify", package, "-o", "json");
        var contents = JsonNode.Parse(output)!["contents"]!;
        Assert.Equal((ExitCode.Refused, "QUARANTINED"), (code, (string)contents["outcome"]!));
        Assert.Contains("REF-SIG-INVALID", contents["codes"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task Who_signed_is_judged_from_the_root_of_the_network()
    {
        using var root = CertificateAuthority.MakeRoot("yrd-demo", SealedAt.AddYears(-1));
        using var issuing = root.MakeIssuing(SealedAt.AddYears(-1));
        using var foreign = CertificateAuthority.MakeRoot("yrd-demo", SealedAt.AddYears(-1));
        var files = Directory.CreateDirectory(Path.Combine(_folder, "roots")).FullName;
        string Pem(string name, CertificateAuthority authority)
        {
            var file = Path.Combine(files, name);
            File.WriteAllText(file, authority.Certificate.ExportCertificatePem());
            return file;
        }

        var (own, other) = (Pem("own.pem", root), Pem("other.pem", foreign));
        async Task<string> JudgeAsync(string member, DateTimeOffset issuedAt, string trusted, int expected)
        {
            var package = await PackAsync(Sound(), "tar", IdentityOf(issuing, member, issuedAt));
            var (code, output, errors) = await RunAsync(
                "evidence", "verify", package, "--root", trusted, "--lang", "en", "-o", "table");
            Assert.True(code == expected, output + errors);
            File.Delete(package);
            Directory.Delete(Path.Combine(_folder, "source"), recursive: true);
            return output;
        }

        var before = SealedAt.AddDays(-2);
        Assert.Contains("on 2026-06-03T17:00:00+08:00, by its own word",
            await JudgeAsync("node:330421", before, own, ExitCode.Ok), StringComparison.Ordinal);
        Assert.Contains("does not come from the root of the network",
            await JudgeAsync("node:330421", before, other, ExitCode.Refused), StringComparison.Ordinal);
        Assert.Contains("the package is of node:330421, and the certificate of node:310118",
            await JudgeAsync("node:310118", before, own, ExitCode.Refused), StringComparison.Ordinal);
        Assert.Contains("was not in force when it was used",
            await JudgeAsync("node:330421", SealedAt.AddDays(1), own, ExitCode.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_stamp_shows_when_it_was_signed()
    {
        await using var authority = new StampingAuthority();
        await authority.StartAsync();
        await using var zone = new HubProcess([]);
        var network = JsonNode.Parse(await File.ReadAllTextAsync(zone.NetworkFile))!;
        network["timestampAuthorities"] = new JsonArray(authority.Certificate);
        await File.WriteAllTextAsync(zone.NetworkFile, network.ToJsonString());

        var package = await PackAsync(Sound(), "folder", null, "--timestamp-authority", authority.Address);
        var (code, output, errors) = await RunAsync(
            "evidence", "verify", package, "--network", zone.NetworkFile, "--lang", "zh", "-o", "table");

        Assert.True(code == ExitCode.Ok, output + errors);
        Assert.Contains("时间戳证明不晚于 20", output, StringComparison.Ordinal);
        var (signature, manifest) = (
            Path.Combine(package, "signature/tagmanifest.p7s"), Path.Combine(package, "tagmanifest-sha256.txt"));
        Assert.Contains("Verification successful", await authority.OpensslAsync(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", manifest, "-CAfile",
            Path.Combine(_folder, "identity", "root.pem"), "-purpose", "any", "-out", "/dev/null"), StringComparison.Ordinal);

        authority.IsAway = true;
        Directory.Delete(Path.Combine(_folder, "source"), recursive: true);
        PackageFolder.Write(Path.Combine(_folder, "source"), Sound());
        (code, _, errors) = await RunAsync(
            "evidence", "pack", Path.Combine(_folder, "source"), "--out", Path.Combine(_folder, "none.tar"), "--agreement",
            "agr:yrd-demo-2020/v3", "--identity", Path.Combine(_folder, "identity"), "--timestamp-authority", authority.Address);
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains(authority.Address, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "none.tar")));
    }

    [Fact]
    public async Task One_changed_byte_is_named_with_its_file()
    {
        var package = await PackAsync(Sound(), "folder");
        var file = Path.Combine(package, PackageFolder.Photo);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var (code, output, _) = await RunAsync("evidence", "verify", package, "--lang", "en", "-o", "table");

        Assert.Equal(ExitCode.Refused, code);
        Assert.Contains(PackageFolder.Photo, output, StringComparison.Ordinal);
        Assert.Contains("complete, but not valid", output, StringComparison.Ordinal);
        Assert.Contains("REF-INT-HASH", output, StringComparison.Ordinal);

        (_, output, _) = await RunAsync("evidence", "verify", package, "-o", "json");
        Assert.Contains("\"isComplete\":true,\"isValid\":false,\"isAcceptable\":false", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_be_supplemented_is_pending_and_said_with_its_step()
    {
        var record = Sound();
        _ = record["evidence"]!["steps"]![2]!["verify"]!.AsObject().Remove("personOnSiteCapacity");
        var package = await PackAsync(record, "tar");

        var (code, output, _) = await RunAsync("evidence", "verify", package, "--lang", "en", "-o", "table");

        Assert.Equal(ExitCode.Pending, code);
        Assert.Contains("HOLD-EV-SUPPLEMENT", output, StringComparison.Ordinal);
        Assert.Contains("to be returned for supplement", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_from_after_the_decision_cannot_be_used()
    {
        var package = await PackAsync(Sound(), "tar");

        var (_, output, _) = await RunAsync("evidence", "verify", package, "--decided-on", "2026-06-01", "-o", "json");

        Assert.Equal(
            ["REF-EV-POSTDECISION"],
            JsonNode.Parse(output)!["contents"]!["items"]!["E3-1"]!.AsArray().Select(one => (string)one!));
    }

    [Theory]
    [InlineData("metadata/steps.json", "[{\"stepNo\":3,\"startedAt\":\"2026-06-03T01:00:00Z\",\"locate\":{}}]", "steps.json")]
    [InlineData("metadata/steps.json", "{}", "steps.json")]
    [InlineData("metadata/items.json", "[{\"itemNumber\":\"E1-1\",\"colour\":\"red\"}]", "items.json")]
    [InlineData("metadata/package.json", "{}", "package.json")]
    public async Task A_document_that_cannot_be_read_is_named_and_nothing_is_sealed(string path, string text, string name)
    {
        var folder = Path.Combine(_folder, "source");
        PackageFolder.Write(folder, Sound());
        await File.WriteAllTextAsync(Path.Combine(folder, path), text);
        var package = Path.Combine(_folder, "package.tar");

        var (code, _, errors) = await RunAsync(
            "evidence", "pack", folder, "--out", package, "--agreement", "agr:yrd-demo-2020/v3", "--lang", "zh");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(name, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(package));
    }

    [Fact]
    public async Task A_package_that_is_not_there_is_an_error_of_usage()
    {
        var (code, _, errors) = await RunAsync("evidence", "verify", Path.Combine(_folder, "nothing.zip"), "--lang", "zh");

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("无法读取", errors, StringComparison.Ordinal);
    }

    private string Record => Path.Combine(_folder, "record.json");

    // The package of S08 g, whose eight steps are there, with the place of signing in.
    private static JsonObject Sound()
    {
        var record = PackageFolder.RecordOf("s08", 6);
        var evidence = record["evidence"]!;
        evidence["steps"]![0]!["position"] = JsonNode.Parse(
            """{"point":{"latitudeMicrodegrees":30931200,"longitudeMicrodegrees":120921500},"datum":"DATUM_WGS84"}""");
        foreach (var item in evidence["items"]!.AsArray())
        {
            item!["signedBy"] = new JsonArray("11042100123", "11042100130");
        }

        return record;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Root.RunAsync(arguments, output, errors, _ => [], value => $"{value}");
        return (code, output.ToString(), errors.ToString());
    }

    private string IdentityOf(CertificateAuthority issuing, string member, DateTimeOffset at)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var folder = Path.Combine(_folder, $"identity-{Guid.NewGuid():N}");
        IdentityFolder.Write(
            folder, [issuing.Issue(new PublicKey(key), MemberId.Parse(member), [], at), issuing.Certificate], key, issuing.Root);
        return folder;
    }

    private async Task<string> PackAsync(JsonObject record, string form, string? identity = null, params string[] more)
    {
        var (folder, package) = (Path.Combine(_folder, "source"), Path.Combine(_folder, $"package.{form}"));
        PackageFolder.Write(folder, record);
        var (code, output, errors) = await RunAsync(
        [
            "evidence", "pack", folder, "--out", package, "--form", form, "--agreement", "agr:yrd-demo-2020/v3",
            "--sealed-at", "2026-06-03T17:00:00+08:00", "--record", Record, "--identity",
            identity ?? PackageFolder.Identity(Path.Combine(_folder, "identity")), .. more,
        ]);
        Assert.True(code == ExitCode.Ok, output + errors);
        return package;
    }
}
