using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>A hub that takes evidence of Jiashan, shared by tests that leave it as they found it.</summary>
public sealed class CarryingHub : IAsyncLifetime
{
    private int _packages;

    internal NodeVoice Jiashan { get; } = new("330421");

    internal HubProcess Hub { get; private set; } = null!;

    internal GrpcChannel Channel { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal EvidenceTransferService.EvidenceTransferServiceClient Service => new(Channel);

    /// <summary>Gets where the hub keeps files.</summary>
    internal string Blobs => Path.Combine(Hub.Folder, "evidence", "blobs");

    public async Task InitializeAsync()
    {
        Hub = new HubProcess([Jiashan])
        {
            More =
            [
                "--Hub:Evidence:ReserveBytes", "1048576", "--Hub:Rest", "http://127.0.0.1:0", "--Hub:RestPerMinute", "100000",
            ],
        };
        await Hub.StartAsync();
        Channel = Hub.Connect();
        Http = new HttpClient { BaseAddress = new Uri(File.ReadAllText(Path.Combine(Hub.Folder, "rest-address"))) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        Channel.Dispose();
        await Hub.DisposeAsync();
        Jiashan.Dispose();
    }

    /// <summary>Gets a number that no other package of this hub has.</summary>
    internal int Next() => Interlocked.Increment(ref _packages);

    internal Task<string> PushAsync(Parcel parcel, params string[] more) =>
        RunningZone.RunAtAsync(Hub.Address, ["evidence", "push", parcel.Folder, .. more]);

    internal Task<string> PullAsync(Parcel parcel, string to, params string[] more) => RunningZone.RunAtAsync(
        Hub.Address, ["evidence", "pull", parcel.Number, "--to", to, "--receiver", "330421", .. more]);

    internal string PathOf(ReadOnlySpan<byte> sha256)
    {
        var digits = Convert.ToHexStringLower(sha256);
        return Path.Combine(Blobs, digits[..2], digits[2..4], digits);
    }
}

/// <summary>Tests that share one hub that takes evidence.</summary>
[CollectionDefinition(Name)]
public sealed class CarryingHubCollection : ICollectionFixture<CarryingHub>
{
    internal const string Name = "Carrying hub";
}
