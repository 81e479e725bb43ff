using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ExchangeHub.BrowserTests;

/// <summary>Somebody with an account, a password and an authenticator, which is reckoned here (RFC 6238).</summary>
internal sealed partial record Person(string Name, string Password, string Secret)
{
    private const int StepSeconds = 30;

    /// <summary>Reads what the command that makes accounts has printed.</summary>
    public static Person Read(string printed) => new(
        Account().Match(printed).Groups[1].Value, Printed().Match(printed).Groups[1].Value,
        Address().Match(printed).Groups[1].Value);

    /// <summary>Reckons the code of now, or of some steps before or after.</summary>
    public string Code(int steps = 0) => CodeOf(Secret, steps);

    /// <summary>Reckons a code of a secret in base 32.</summary>
    public static string CodeOf(string secret, int steps = 0)
    {
        var counter = BitConverter.GetBytes((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds) + steps);
        Array.Reverse(counter);
#pragma warning disable CA5350 // RFC 6238 has SHA-1, and authenticators know nothing else.
        var digest = HMACSHA1.HashData(FromBase32(secret), counter);
#pragma warning restore CA5350
        var at = digest[^1] & 15;
        var number = ((digest[at] & 127) << 24) | (digest[at + 1] << 16) | (digest[at + 2] << 8) | digest[at + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Signs in without a browser.</summary>
    /// <returns>The cookie of the session.</returns>
    public async Task<Cookie> SignInAsync(Uri console)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = console,
        };
        using var answer = await SendAsync(client, Password, Code());
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return cookies.GetCookies(console)["xhub-session"] ?? throw new InvalidOperationException("No session has begun.");
    }

    /// <summary>Sends the form with which people sign in.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpClient client, string password, string code) =>
        SendAsync(client, "/signin", "signin", ("Name", Name), ("Password", password), ("Code", code));

    /// <summary>Gets a form and sends it filled in.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string path, string handler, params (string Name, string Value)[] fields)
    {
        var form = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        return await SendFormAsync(client, form, path, [("_handler", handler), .. fields]);
    }

    /// <summary>Sends a form of a page.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        HttpClient client, string page, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
            .Append(KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups[1].Value)));
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private static byte[] FromBase32(string text)
    {
        var (bytes, bits, left) = (new List<byte>(), 0, 0);
        foreach (var letter in text)
        {
            bits = (bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            left += 5;
            if (left >= 8)
            {
                bytes.Add((byte)((bits >> (left - 8)) & 0xFF));
                left -= 8;
            }

            bits &= 0xFFFF;
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"Account: (\S+)")]
    private static partial Regex Account();

    [GeneratedRegex(@"Password: (\S+)")]
    private static partial Regex Printed();

    [GeneratedRegex(@"secret=([A-Z2-7]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"name=""__RequestVerificationToken"" value=""([^""]+)""")]
    private static partial Regex Token();
}
