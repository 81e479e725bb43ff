using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Identity.Clients;

namespace ExchangeHub.Identity.Tokens;

/// <summary>Finds out who asks: by the certificate of the connection, or by an assertion on top of it.</summary>
internal sealed class ClientProof(
    ClientTable clients, AssertionCheck assertions, UsedAssertions used, ClientCertificates certificates)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Judges a request.</summary>
    /// <returns>The client; or why it is none. The name is told as far as it is a registered one.</returns>
    public async Task<(Client? Client, string? Name, Refusal? Refusal)> JudgeAsync(
        TokenRequest request, HttpContext http, CancellationToken cancellation)
    {
        if (http.Request.Headers.Authorization.Count > 0 || request["client_secret"] is not null)
        {
            return (null, null, Refusal.Client("a password was sent"));
        }

        // Cheap before dear: without a certificate nothing is verified.
        if (http.Connection.ClientCertificate is not { } certificate || !certificates.IsGood(certificate))
        {
            return (null, null, Refusal.Client("the connection has no certificate that counts"));
        }

        return request["client_assertion"] is { } assertion
            ? await ByAssertionAsync(request, assertion, cancellation)
            : await ByCertificateAsync(request, certificate, cancellation);
    }

    private async Task<(Client?, string?, Refusal?)> ByCertificateAsync(
        TokenRequest request, X509Certificate2 certificate, CancellationToken cancellation)
    {
        if (request["client_assertion_type"] is not null || request["client_id"] is not { } id)
        {
            return (null, null, Refusal.Client("nobody is named"));
        }

        return await clients.FindAsync(id, cancellation) is not { } client
            ? (null, null, Refusal.Client("the client is not registered, or revoked"))
            : !certificates.IsOf(client, certificate)
                ? (null, client.Id, Refusal.Client("the certificate is not that of the client"))
                : (client, client.Id, null);
    }

    private async Task<(Client?, string?, Refusal?)> ByAssertionAsync(
        TokenRequest request, string assertion, CancellationToken cancellation)
    {
        if (request["client_assertion_type"] != AssertionType || AssertionCheck.Read(assertion) is not { } token)
        {
            return (null, null, Refusal.Client("the assertion is none"));
        }

        if (await clients.FindAsync(token.Issuer, cancellation) is not { } client)
        {
            return (null, null, Refusal.Client("the client is not registered, or revoked"));
        }

        if (request["client_id"] is { } id && id != client.Id)
        {
            return (null, client.Id, Refusal.Client("the assertion is of another client"));
        }

        if (await assertions.FaultAsync(token, client) is { } fault)
        {
            return (null, client.Id, Refusal.Client("the assertion is refused: " + fault));
        }

        return await used.TakeAsync(client.Id, token.Id, AssertionCheck.RememberedUntil(token), cancellation)
            ? (client, client.Id, null)
            : (null, client.Id, Refusal.Client("the assertion was used before"));
    }
}
