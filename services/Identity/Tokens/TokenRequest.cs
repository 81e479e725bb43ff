using System.Collections.Immutable;
using ExchangeHub.Identity.Settings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ExchangeHub.Identity.Tokens;

/// <summary>What a client sent, each parameter once.</summary>
internal sealed record TokenRequest(ImmutableDictionary<string, string> Parameters)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 20,
        KeyLengthLimit = 100,
        ValueLengthLimit = Profile.AssertionLengthMax,
        BufferBodyLengthLimit = Profile.RequestBytesMax,
    };

    /// <summary>Gets a parameter; null when it was not sent, or sent empty (RFC 6749, 3.2).</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Reads a request.</summary>
    public static async Task<(TokenRequest? Request, Refusal? Refusal)> ReadAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(
            FormType, StringComparison.OrdinalIgnoreCase))
        {
            return (null, Refusal.Request("the body is no form"));
        }

        if (request.QueryString.HasValue)
        {
            return (null, Refusal.Request("there are parameters in the address"));
        }

        try
        {
            var form = await request.ReadFormAsync(Limits, cancellation);
            return form.Any(parameter => parameter.Value.Count != 1)
                ? (null, Refusal.Request("a parameter stands twice"))
                : (new TokenRequest(form.ToImmutableDictionary(one => one.Key, one => one.Value[0]!)), null);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Refusal.Request("the body is too large") with { Status = large.StatusCode });
        }
        catch (Exception malformed) when (malformed is InvalidDataException or BadHttpRequestException)
        {
            return (null, Refusal.Request("the form is malformed or too large"));
        }
    }
}
