using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>
/// The official runtime on our API projects, in this process: one port with plain HTTP/2, one with TLS 1.3 that wants a client
/// certificate of the test's own authority.
/// </summary>
public sealed class LoopbackServer : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly LoggedFaults _faults = new();
    private readonly WebApplication _app;

    public LoopbackServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(_faults);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<CallObservations>();
        builder.Services.AddGrpcHealth().AddGrpcReflection();
        builder.Services.AddGrpc(options =>
        {
            options.CompressionProviders = [new CompressionProbe()];
            options.ResponseCompressionAlgorithm = "gzip";
            options.Interceptors.Add<TraceInterceptor>("outer");
            options.Interceptors.Add<TraceInterceptor>("inner");
        });
        builder.WebHost.UseKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(Https());
            });
        });
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            CompressionProbe.Begin();
            return next(context);
        });
        _app.MapGrpcService<InteropService>();
        _app.MapGrpcHealth();
        _app.MapGrpcReflection();
    }

    internal string PlainAddress => Address("http");

    internal string SecureAddress => Address("https");

    internal GrpcChannel Plain { get; private set; } = null!;

    internal GrpcChannel Secure { get; private set; } = null!;

    internal CallObservations Observations => _app.Services.GetRequiredService<CallObservations>();

    internal ServingStates States => _app.Services.GetRequiredService<ServingStates>();

    internal TestAuthority Authority => _authority;

    internal IEnumerable<string> Faults => _faults.Lines;

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Plain = Channel(PlainAddress);
        Secure = SecureChannel(_authority.Client);
    }

    public async Task DisposeAsync()
    {
        Plain.Dispose();
        Secure.Dispose();
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _faults.Dispose();
    }

    internal static GrpcChannel Channel(
        string address, Action<SocketsHttpHandler>? configure = null, ChannelCredentials? credentials = null)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false };
        configure?.Invoke(handler);
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            CompressionProviders = [new CompressionProbe()],
            Credentials = credentials,
        });
    }

    internal GrpcChannel SecureChannel(
        X509Certificate2? client,
        SslProtocols protocols = SslProtocols.Tls13,
        string? address = null,
        ChannelCredentials? credentials = null) => Channel(
        address ?? SecureAddress,
        handler => handler.SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = client is null ? [] : [client],
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && _authority.Vouches(certificate),
        },
        credentials);

    internal Task StopAsync() => _app.StopAsync();

    private HttpsConnectionAdapterOptions Https() => new()
    {
        ServerCertificate = _authority.Server,
        SslProtocols = SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (certificate, _, _) => _authority.Vouches(certificate),
    };

    private string Address(string scheme) => _app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses
        .Single(address => address.StartsWith($"{scheme}:", StringComparison.Ordinal));
}

/// <summary>One server for all tests of this name, which therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LoopbackServerCollection : ICollectionFixture<LoopbackServer>
{
    public const string Name = "Loopback gRPC server";
}
