using ExchangeHub.Protos.Node.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A district with its node: a folder, a key, the network file, and the node itself in this process while it
/// runs.</summary>
internal sealed class District : IAsyncDisposable
{
    private readonly NodeVoice _own;
    private WebApplication? _app;
    private GrpcChannel? _channel;

    /// <param name="division">The division, one of the demonstration zone.</param>
    /// <param name="hub">The address of the hub.</param>
    /// <param name="others">Who else has a key in the network file.</param>
    public District(string division, string hub, params NodeVoice[] others)
    {
        Division = division;
        Hub = hub;
        _own = others.FirstOrDefault(voice => voice.Division == division) ?? new NodeVoice(division);
        Folder = Directory.CreateTempSubdirectory("xhub-node-").FullName;
        DataFolder = Path.Combine(Folder, "data");
        File.WriteAllText(KeyFile, _own.PrivateKeyPem);
        Register(others);
    }

    public string Division { get; }

    public string Hub { get; set; }

    public string Folder { get; }

    /// <summary>Gets the folder of the identity for a hub with TLS; empty for one without.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Gets the authority whose tokens the hub asks for; empty for none.</summary>
    public string TokenIssuer { get; init; } = "";

    /// <summary>Gets the folder with packages of which files stay here; empty for none.</summary>
    public string EvidenceFolder { get; init; } = "";

    /// <summary>Gets or sets the data folder.</summary>
    public string DataFolder { get; set; }

    public string KeyFile => Path.Combine(Folder, "key.pem");

    /// <summary>Gets or sets the file of the key with which the node witnesses; empty for a node that is no witness.</summary>
    public string WitnessKey { get; set; } = "";

    public string NetworkFile => Path.Combine(Folder, "network.json");

    public string Database => Path.Combine(DataFolder, "node.db");

    public string PublicKey => _own.PublicKey;

    public TestClock Clock { get; set; } = new(TestClock.Evening);

    public NodeService.NodeServiceClient Node => new(_channel ?? throw new InvalidOperationException("The node is not running."));

    /// <summary>Gets where the node serves.</summary>
    public string Address => _app?.Urls.Single() ?? throw new InvalidOperationException("The node is not running.");

    /// <summary>Gets the settings of the node as a command line.</summary>
    public string[] Arguments =>
    [
        "--Node:Id", $"node:{Division}", "--Node:Network", NetworkFile, "--Node:DataFolder", DataFolder,
        "--Node:EvidenceFolder", EvidenceFolder, "--Node:Key", KeyFile, "--Node:Hub", Hub, "--Node:WitnessKey", WitnessKey,
        .. Identity.Length == 0 ? [] : new[] { "--Node:Identity", Identity },
        .. TokenIssuer.Length == 0 ? [] : new[] { "--Node:TokenIssuer", TokenIssuer },
        "--Node:Listen", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None",
    ];

    /// <summary>Writes the network file: this district and some others.</summary>
    public void Register(params NodeVoice[] others) =>
        File.WriteAllText(NetworkFile, DemoNetwork.Json(others.Where(other => other.Division != Division).Append(_own)));

    public async Task<District> StartAsync()
    {
        _app = ExchangeHub.Node.Program.Build(Arguments, Clock);
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(Address);
        return this;
    }

    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        (_channel, _app) = (null, null);
    }

    public async Task<GetStatusResponse> StatusAsync() => await Node.GetStatusAsync(new GetStatusRequest());

    public async Task<Submission> SubmitAsync(SubmitRequest request) => (await Node.SubmitAsync(request)).Submission;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _own.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
