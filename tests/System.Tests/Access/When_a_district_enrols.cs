using System.Diagnostics;
using ExchangeHub.Certificates;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests.Access;

/// <summary>
/// One command at the node, one at each of two operators: what a district goes through once, and the programs of others too.
/// </summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_a_district_enrols(SecureHub shared)
{
    [Fact]
    public async Task One_command_on_each_side_is_enough_and_the_node_is_served()
    {
        var invited = await XhubAsync(shared.Zhang, "member", "invite", "node:330421", "-o", "table", "--lang", "en");
        var folder = shared.FreshFolder();
        var enrolling = XhubAsync(
            null, "enrol", folder, "--at", $"{shared.Enrolment}", "--root", shared.RootFile, "--invitation",
            invited.Trim().Split(' ')[^1], "-o", "table", "--lang", "en");
        var waiting = "";
        await Eventually.HoldsAsync(async () => enrolling.IsCompleted ? throw new InvalidOperationException(await enrolling) :
            (waiting = await XhubAsync(shared.Li, "member", "requests", "-o", "table", "--lang", "en"))
                .Contains("node:330421", StringComparison.Ordinal));
        var pin = waiting.Split('\n').First(line => line.StartsWith("node:330421", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        Assert.Contains("admitted", await XhubAsync(shared.Li, "member", "approve", pin, "-o", "table", "--lang", "en"),
            StringComparison.Ordinal);
        var enrolled = await enrolling;
        Assert.Contains(pin, enrolled, StringComparison.Ordinal);
        Assert.Contains("Enrolled", enrolled, StringComparison.Ordinal);
        Assert.Contains("yrd-demo", await XhubAsync(folder, "status", "-o", "table", "--lang", "en"), StringComparison.Ordinal);
        Assert.Contains("Renewed", await XhubAsync(folder, "renew", "-o", "table", "--lang", "en"), StringComparison.Ordinal);
        Assert.Contains("node:330421", await XhubAsync(shared.Li, "member", "list", "-o", "table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_forwards_and_receives_with_its_identity()
    {
        await using var district = new District("310118", shared.Hub.Address, shared.Qingpu, shared.Wujiang)
        {
            Identity = shared.QingpuIdentity,
        };
        File.Copy(shared.Hub.NetworkFile, district.NetworkFile, overwrite: true);
        using var node = await NodeProcess.StartAsync(district);
        using var channel = NodeProcess.Connect(district);
        var client = new Protos.Node.V1.NodeService.NodeServiceClient(channel);

        await Eventually.HoldsAsync(async () => (await client.GetStatusAsync(new())).HubConnected);
        Assert.Equal(0, await node.EndAsync());
    }

    [Fact]
    public void Curl_enrols_and_openssl_reads_what_it_gets()
    {
        var folder = Directory.CreateDirectory(shared.FreshFolder()).FullName;
        string In(string name) => Path.Combine(folder, name);
        var code = shared.As(shared.Zhang).Invite(new() { Member = "consumer:curl" }).Code;
        _ = Foreign.Run(
            "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=whatever",
            "-keyout", In("key.pem"), "-outform", "DER", "-out", In("request.der"));
        File.WriteAllText(In("request.b64"), Convert.ToBase64String(File.ReadAllBytes(In("request.der"))));

        Assert.Equal("401", Post(In("request.b64"), "wrong:", In("none")));
        Assert.Equal("403", Post(In("request.b64"), "any:wrong", In("none")));
        Assert.Equal("202", Post(In("request.b64"), $"any:{code}", In("none")));
        var open = shared.As(shared.Li).ListRequests(new()).Requests.Single(one => one.Member == "consumer:curl");
        _ = shared.As(shared.Li).Approve(new() { Pin = open.Pin });
        Assert.Equal("200", Post(In("request.b64"), $"any:{code}", In("bundle.b64")));
        File.WriteAllBytes(In("bundle.der"), Convert.FromBase64String(File.ReadAllText(In("bundle.b64"))));
        _ = Foreign.Run("openssl", "pkcs7", "-inform", "DER", "-in", In("bundle.der"), "-print_certs", "-out", In("leaf.pem"));
        File.WriteAllText(In("issuing.pem"), shared.Issuing.Certificate.ExportCertificatePem());

        var (_, verdict) = Foreign.Run(
            "openssl", "verify", "-purpose", "sslclient", "-CAfile", shared.RootFile, "-untrusted", In("issuing.pem"),
            In("leaf.pem"));
        Assert.Contains("OK", verdict, StringComparison.Ordinal);
        var (_, renewed) = Foreign.Run(
            "curl", "-sS", "-o", In("next.b64"), "-w", "%{http_code}", "--cacert", shared.RootFile, "--cert", In("leaf.pem"),
            "--key", In("key.pem"), "-H", "Content-Type: application/pkcs10", "--data-binary", $"@{FreshRequest(folder)}",
            $"{shared.Hub.Address}/.well-known/est/simplereenroll");
        Assert.Equal("200", renewed);
    }

    [Fact]
    public void A_request_that_is_none_or_far_too_large_is_turned_down()
    {
        var folder = Directory.CreateDirectory(shared.FreshFolder()).FullName;
        var (nonsense, large) = (Path.Combine(folder, "nonsense"), Path.Combine(folder, "large"));
        File.WriteAllText(nonsense, "bm9uc2Vuc2U=");
        File.WriteAllText(large, new string('A', 64 * 1024));

        Assert.Equal("400", Post(nonsense, "any:code", Path.Combine(folder, "none")));
        Assert.Equal("413", Post(large, "any:code", Path.Combine(folder, "none")));
    }

    [Fact]
    public void A_foreign_client_calls_with_its_certificate()
    {
        var script = Path.Combine(RunningZone.Samples, "..", "..", "tests", "interop", "python", "member.py");

        var (exit, said) = Foreign.Run("/usr/bin/python3", script, new Uri(shared.Hub.Address).Authority, shared.QingpuIdentity);

        Assert.True(exit == 0, said);
        Assert.Contains("yrd-demo", said, StringComparison.Ordinal);
    }

    private static string FreshRequest(string folder)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var path = Path.Combine(folder, "next.request");
        File.WriteAllText(path, Convert.ToBase64String(KeyRequests.Make(key)));
        return path;
    }

    private string Post(string body, string credentials, string answer)
    {
        string[] authorization = credentials.EndsWith(':') ? [] : ["-u", credentials];
        var (_, status) = Foreign.Run(
            "curl",
            [
                "-sS", "-o", answer, "-w", "%{http_code}", "--cacert", shared.RootFile, .. authorization,
                "-H", "Content-Type: application/pkcs10", "--data-binary", $"@{body}",
                $"{shared.Enrolment}.well-known/est/simpleenroll",
            ]);
        return status[^3..];
    }

    private async Task<string> XhubAsync(string? identity, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "xhub.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["EXCHANGEHUB_HUB"] = shared.Hub.Address;
        start.Environment["EXCHANGEHUB_IDENTITY"] = identity;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return said;
    }
}
