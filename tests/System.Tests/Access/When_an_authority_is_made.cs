using System.Text.Json.Nodes;

namespace ExchangeHub.SystemTests.Access;

/// <summary>
/// The first hour of a network, by the command line alone. A key that is written over is lost for good, and with the root's the
/// whole network.
/// </summary>
public sealed class When_an_authority_is_made : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-made-").FullName;

    [Fact]
    public async Task From_the_root_to_the_list_of_revoked_certificates()
    {
        Assert.Contains("P-384", KeyOf(await XhubAsync("ca", "root", In("root"), "--network", "yrd-demo"), "root/authority.pem"),
            StringComparison.Ordinal);
        _ = await XhubAsync("ca", "issuing", In("authority"), "--root", In("root"));
        var made = await XhubAsync("ca", "issue", "operator:zhang-wei", In("zhang"), "--authority", In("authority"));
        var hub = await XhubAsync(
            "ca", "issue", "hub:main", In("hub"), "--authority", In("authority"), "--host", "hub.example", "--host", "192.0.2.7");
        _ = await XhubAsync(
            "ca", "crl", In("list"), "--authority", In("authority"), "--certificate", In("zhang/certificate.pem"));

        Assert.Equal("operator:zhang-wei", (string?)JsonNode.Parse(made)!["member"]);
        Assert.Equal(made, await XhubAsync("ca", "show", In("zhang/certificate.pem")));
        Assert.Contains("IP Address:192.0.2.7", Foreign.Run(
            "openssl", "x509", "-in", In("hub/certificate.pem"), "-noout", "-ext", "subjectAltName").Said,
            StringComparison.Ordinal);
        Assert.Equal("hub:main", (string?)JsonNode.Parse(hub)!["member"]);
        Assert.Contains(
            (string)JsonNode.Parse(made)!["serial"]!,
            Foreign.Run("openssl", "crl", "-inform", "DER", "-in", In("list"), "-noout", "-text").Said.ToLowerInvariant(),
            StringComparison.Ordinal);
        foreach (var key in new[] { "root/authority-key.pem", "authority/authority-key.pem", "zhang/key.pem", "hub/key.pem" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In(key)));
        }
    }

    [Fact]
    public async Task Nothing_is_written_over_without_saying_so()
    {
        _ = await XhubAsync("ca", "root", In("root"), "--network", "yrd-demo");
        var first = File.ReadAllText(In("root/authority-key.pem"));

        Assert.Contains("[exit 6]", await XhubAsync("ca", "root", In("root"), "--network", "yrd-demo"), StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(In("root/authority-key.pem")));
        _ = await XhubAsync("ca", "root", In("root"), "--network", "yrd-demo", "--replace");
        Assert.NotEqual(first, File.ReadAllText(In("root/authority-key.pem")));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        _ = await XhubAsync("ca", "root", In("root"), "--network", "yrd-demo");
        _ = await XhubAsync("ca", "issuing", In("authority"), "--root", In("root"));

        Assert.Contains(
            "[exit 2]", await XhubAsync("ca", "issuing", In("below"), "--root", In("authority")), StringComparison.Ordinal);
        Assert.Contains(
            "[exit 2]", await XhubAsync("ca", "issue", "hub:main", In("x"), "--authority", In("authority")),
            StringComparison.Ordinal);
        Assert.Contains(
            "[exit 2]", await XhubAsync("ca", "issue", "boss:zhang", In("x"), "--authority", In("authority")),
            StringComparison.Ordinal);
        Assert.Contains(
            "[exit 2]", await XhubAsync("status", "--hub", "https://127.0.0.1:1"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<string> XhubAsync(params string[] arguments) => RunningZone.RunAtAsync("https://127.0.0.1:1", arguments);

    private string KeyOf(string said, string certificate) =>
        said + Foreign.Run("openssl", "x509", "-in", In(certificate), "-noout", "-text").Said;

    private string In(string name) => Path.Combine(_folder, name);
}
