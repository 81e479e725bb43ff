using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;
using ExchangeHub.Identity.Clients;
using ExchangeHub.Identity.Duende;
using Microsoft.AspNetCore.Server.Kestrel.Https;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection("Identity");
string Demand(string name) =>
    settings[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Identity:{name} is missing.");

var authorities = new X509Certificate2Collection();
authorities.ImportFromPemFile(Demand("ClientAuthorities"));
var chain = new X509Certificate2Collection();
chain.ImportFromPemFile(Demand("Certificate"));
using var pem = X509Certificate2.CreateFromPemFile(Demand("Certificate"), Demand("CertificateKey"));
var server = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
var listen = new Uri(Demand("Listen"));

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 64 * 1024;
    kestrel.Listen(IPAddress.Parse(listen.Host), listen.Port, endpoint => endpoint.UseHttps(https =>
    {
        https.ServerCertificate = server;
        https.ServerCertificateChain = chain; // setting 6: otherwise clients get no intermediate
        https.SslProtocols = SslProtocols.Tls13;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.AllowAnyClientCertificate(); // CertificateOfConnection judges it
    }));
});

builder.Services.AddSingleton(authorities);
builder.Services.AddAuthentication()
    .AddScheme<CertificateSchemeOptions, CertificateOfConnection>(CertificateOfConnection.Scheme, _ => { }); // setting 6

builder.Services.AddIdentityServer(options =>
    {
        options.IssuerUri = Demand("Issuer");
        options.Preview.StrictClientAssertionAudienceValidation = true; // setting 1
        options.PersistentGrants.DeleteOneTimeOnlyRefreshTokensOnUse = false; // setting 3, with OneFamily
        options.EmitScopesAsSpaceDelimitedStringInJwt = true; // setting 5, with Client.Claims
        options.MutualTls.Enabled = true;
        options.MutualTls.ClientCertificateAuthenticationScheme = CertificateOfConnection.Scheme;
        options.MutualTls.AlwaysEmitConfirmationClaim = true;
        options.KeyManagement.KeyPath = Demand("DataFolder");
        options.KeyManagement.SigningAlgorithms = [new SigningAlgorithmOptions("ES256")];
    })
    .AddInMemoryClients(Register.Clients(ClientFile.Parse(await File.ReadAllTextAsync(Demand("Clients")))))
    .AddInMemoryApiScopes(Register.Scopes(ClientFile.Parse(await File.ReadAllTextAsync(Demand("Clients")))))
    .AddInMemoryApiResources(Register.Resources(
        Demand("Audience"), ClientFile.Parse(await File.ReadAllTextAsync(Demand("Clients")))))
    .AddMutualTlsSecretValidators()
    .AddSecretParser<JwtBearerClientAssertionSecretParser>() // not AddJwtBearerClientAuthentication, whose validator has no limit
    .AddSecretValidator<BriefAssertions>() // setting 2
    .AddSecretValidator<PinnedCertificates>();
builder.Services.AddTransient<PrivateKeyJwtSecretValidator>();
builder.Services.AddTransient<IRefreshTokenService, OneFamily>(); // setting 3
builder.Services.AddTransient<DiscoveryResponseGenerator>();
builder.Services.AddTransient<IDiscoveryResponseGenerator, PlainDiscovery>(); // setting 4

var app = builder.Build();
app.UseIdentityServer();
await app.RunAsync();
