using System.Text.Json;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>An authenticator that Chromium plays (WebAuthn of its DevTools protocol): keys and signatures are real, the finger
/// is not.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _devices;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession devices, string id) => (_devices, _id) = (devices, id);

    /// <summary>Gives a page an authenticator, wherever the page goes.</summary>
    /// <param name="page">The page.</param>
    /// <param name="verifies">It can make sure of its holder, and does where it is asked to.</param>
    public static async Task<VirtualAuthenticator> PlugInAsync(IPage page, bool verifies = true)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        _ = await devices.SendAsync("WebAuthn.enable");
        var added = await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = verifies,
                ["isUserVerified"] = verifies, ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(devices, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Takes it away.</summary>
    public Task UnplugAsync() =>
        _devices.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = _id });

    /// <summary>Puts a copy of its only key into its place, which has counted otherwise.</summary>
    public async Task CopyAsync(int count)
    {
        var held = await _devices.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id });
        var key = held!.Value.GetProperty("credentials").EnumerateArray().Single();
        var copy = key.Deserialize<Dictionary<string, object>>()!;
        copy["signCount"] = count;
        _ = await _devices.SendAsync("WebAuthn.removeCredential", new()
        {
            ["authenticatorId"] = _id, ["credentialId"] = key.GetProperty("credentialId").GetString()!,
        });
        _ = await _devices.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = _id, ["credential"] = copy });
    }

    /// <summary>Asks the authenticator of a page for the answer to a challenge.</summary>
    /// <param name="page">The page.</param>
    /// <param name="asked">What the console asks, as JSON.</param>
    /// <param name="verification">Whether the page says that the holder is to be verified.</param>
    /// <returns>The answer, as JSON.</returns>
    public static Task<string> AnswerAsync(IPage page, string asked, string verification = "required") =>
        page.EvaluateAsync<string>(
            """
            async ([asked, userVerification]) => JSON.stringify(await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({ ...JSON.parse(asked), userVerification }) }))
            """,
            new[] { asked, verification });
}
