using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.History;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;
using Npgsql;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests;

/// <summary>A hub whose history nobody has to witness, with two entries of a list and a permit; it writes a state root when
/// something changed, about once a second.</summary>
internal sealed class ProvingHub : IAsyncDisposable
{
    public const string Listed = "91330421MAHUB003XA";
    public const string Permitted = "91310118MAHUB00488";
    public const string Unheard = "91310118MAHUB0021G";

    private readonly NodeVoice _qingpu = new("310118");
    private readonly NodeVoice _wujiang = new("320509");
    private readonly NodeVoice _jiashan = new("330421");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-proofs-");
    private GrpcChannel? _channel;

    public ProvingHub(params string[] more) => Hub = new HubProcess([_qingpu, _wujiang, _jiashan])
    {
        More = ["--Hub:StateRootMinutes", "0.02", .. more],
    };

    public HubProcess Hub { get; }

    /// <summary>Gets the position up to which there is an entry of each firm.</summary>
    public long ListedAt { get; private set; }

    /// <summary>Gets the position up to which there is the permit.</summary>
    public long PermittedAt { get; private set; }

    /// <summary>Starts the hub, and publishes.</summary>
    public async Task StartAsync()
    {
        DemoHistory.Watch(Hub.NetworkFile, DemoHistory.Unwitnessed);
        DemoHistory.Equip(Hub);
        await Hub.StartAsync();
        _channel = Hub.Connect();
        _ = await PublishAsync(_wujiang, Carriers.Penalty(1));
        _ = await PublishAsync(_jiashan, Carriers.Entry(1, 1));
        PermittedAt = await PublishAsync(_qingpu, Permit());
        ListedAt = await PublishAsync(_jiashan, EntryOf("苏州汾湖锦澜纺织印染有限公司", "91320509MAHUB0013D"));
    }

    /// <summary>Publishes one more entry.</summary>
    public Task<long> ListOneMoreAsync() => PublishAsync(_jiashan, Carriers.Entry(3, 1));

    /// <summary>Publishes penalty 7, which only those who work on its case may see.</summary>
    public Task<long> PublishOfCaseAsync()
    {
        var record = Carriers.Penalty(7);
        record.Sensitivity = Sensitivity.Case;
        record.CaseDivisions.Clear();
        record.CaseDivisions.Add("310118");
        return PublishAsync(_wujiang, record);
    }

    /// <summary>Asks for everything that is on record of a subject until it is answered up to a position.</summary>
    /// <returns>The file.</returns>
    public async Task<string> StateAsync(string subject, string kind, long upTo)
    {
        var file = PathOf($"{subject}.{kind}");
        await Eventually.HoldsAsync(async () =>
            !(await RunAsync("history", "state", subject, "--kind", kind, "--out", file))
                .Contains("[exit", StringComparison.Ordinal) && RootOf(await File.ReadAllTextAsync(file)).UpTo >= upTo);
        return file;
    }

    /// <summary>Reads the root out of a file.</summary>
    public static StateRoot RootOf(string text) =>
        StateProof.TryParse(text, out var proof) ? StateRoot.Of(proof.Root)! : throw new InvalidDataException(text);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs xhub.</summary>
    public Task<string> RunAsync(params string[] arguments) => RunningZone.RunAtAsync(Hub.Address, arguments);

    /// <summary>Checks a file without the hub, in Chinese.</summary>
    public Task<string> VerifyAsync(string path, params string[] more) => RunningZone.RunAtAsync(
        "http://127.0.0.1:1", ["verify", path, "--network", Hub.NetworkFile, "--lang", "zh", "-o", "table", .. more]);

    /// <summary>Alters a file and expects that it is found out, in one of these words.</summary>
    public async Task TamperAsync(string file, Func<string, string> change, string words)
    {
        var (tampered, genuine) = (file + ".tampered", await File.ReadAllTextAsync(file));
        var altered = change(genuine);
        Assert.NotEqual(genuine, altered);
        await File.WriteAllTextAsync(tampered, altered);
        var said = await VerifyAsync(tampered);
        Assert.Contains("不实", said, StringComparison.Ordinal);
        Assert.True(words.Split('|').Any(word => said.Contains(word, StringComparison.Ordinal)), said);
        Assert.Contains("[exit 8]", said, StringComparison.Ordinal);
    }

    /// <summary>Does something to the hub's database, as somebody with every right on it could.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Hub.Store + ";Pooling=false");
        using var command = database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await Hub.DisposeAsync();
        _folder.Delete(recursive: true);
        _qingpu.Dispose();
        _wujiang.Dispose();
        _jiashan.Dispose();
    }

    private static Record Permit()
    {
        var record = Samples.Permit();
        record.RecordId = "urn:eeh:permit:310118:01KXKJ3V5WQ8H2N6B4T7R9M1X3";
        return record;
    }

    private static Record EntryOf(string name, string creditCode)
    {
        var record = Carriers.Entry(2, 1);
        record.Subjects[0] = Samples.Firm(name, creditCode);
        return record;
    }

    private async Task<long> PublishAsync(NodeVoice voice, Record record) =>
        (await new PublicationService.PublicationServiceClient(_channel).PublishAsync(
            new PublishRequest { Envelope = voice.Say(record, Samples.PublishedAt) })).Receipt.LastPosition;
}
