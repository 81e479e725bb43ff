using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests;

/// <summary>The zone as it is deployed: a hub and the nodes of its three districts, each a process, and the command line to talk
/// to them.</summary>
public sealed class RunningZone : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice[] _voices = [new("310118"), new("320509"), new("330421")];
    private readonly List<(District District, NodeProcess Process)> _nodes = [];
    private readonly HubProcess _hub;
    private readonly string[] _ruleSets;

    public RunningZone()
        : this([])
    {
    }

    /// <summary>A zone with rules of a test's own.</summary>
    internal RunningZone(string[] ruleSets)
    {
        // No test is so long; else the log would move by itself in the midst of one.
        _hub = new HubProcess(_voices, ruleSets: ruleSets) { More = ["--Hub:StateRootMinutes", "1440"] };
        _ruleSets = ruleSets;
    }

    /// <summary>Gets the folder of the scripts that <c>deploy/run</c> plays.</summary>
    public static string Samples { get; } = FindSamples();

    public async Task InitializeAsync()
    {
        DemoHistory.Watch(_hub.NetworkFile);
        DemoHistory.Equip(_hub);
        await _hub.StartAsync();
        foreach (var voice in _voices)
        {
            var district = new District(voice.Division, _hub.Address, _voices);
            if (_ruleSets is not [])
            {
                await File.WriteAllTextAsync(district.NetworkFile, DemoNetwork.Json(_voices, _ruleSets));
            }

            DemoHistory.Watch(district.NetworkFile);
            district.WitnessKey = DemoHistory.WriteWitnessKey(district.Folder, voice.Division);
            _nodes.Add((district, await NodeProcess.StartAsync(district)));
        }
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var (district, process) in _nodes)
        {
            _ = await process.EndAsync();
            process.Dispose();
            await district.DisposeAsync();
        }

        await _hub.DisposeAsync();
    }

    /// <summary>Gets the hub.</summary>
    internal HubProcess Hub => _hub;

    /// <summary>Gets the divisions whose nodes run.</summary>
    internal IReadOnlyList<string> Divisions => [.. _voices.Select(voice => voice.Division)];

    /// <summary>Gets the folders in which the hub and the nodes keep everything.</summary>
    internal IEnumerable<string> Folders => [_hub.Folder, .. _nodes.Select(node => node.District.Folder)];

    /// <summary>Has the node of a division sign something, and waits for the hub's word.</summary>
    internal async Task<Submission> SubmitAsync(string division, SubmitRequest request)
    {
        using var channel = GrpcChannel.ForAddress(AddressOf(division));
        var node = new NodeService.NodeServiceClient(channel);
        var submission = (await node.SubmitAsync(request)).Submission;
        while (submission.State == Submission.Types.State.Stored)
        {
            submission = (await node.GetSubmissionAsync(
                new GetSubmissionRequest { Sequence = submission.Sequence })).Submission;
        }

        return submission;
    }

    /// <summary>Asks the node of a division what it may rely on.</summary>
    internal async Task<string> RelyAsync(string division, string dossier)
    {
        using var channel = GrpcChannel.ForAddress(AddressOf(division));
        return $"{await new NodeService.NodeServiceClient(channel).RelyAsync(new RelyRequest { Dossier = dossier })}";
    }

    /// <summary>Ends the node of a division as a power cut would.</summary>
    internal void KillNode(string division) => _nodes.Single(node => node.District.Division == division).Process.Kill();

    /// <summary>Starts the node of a division again.</summary>
    internal async Task RestartNodeAsync(string division)
    {
        var index = _nodes.FindIndex(node => node.District.Division == division);
        var (district, killed) = _nodes[index];
        killed.Dispose();
        _nodes[index] = (district, await NodeProcess.StartAsync(district));
    }

    /// <summary>Gets where the node of a division serves.</summary>
    internal string AddressOf(string division) =>
        AddressOf(_nodes.Single(node => node.District.Division == division).District);

    /// <summary>Runs xhub to its end.</summary>
    /// <returns>What it wrote, both streams, and <c>[exit N]</c> where that is not 0.</returns>
    internal Task<string> RunAsync(params string[] arguments) => RunAtAsync(_hub.Address, arguments);

    /// <summary>Runs xhub against any hub.</summary>
    internal static async Task<string> RunAtAsync(string hub, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "xhub.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["EXCHANGEHUB_HUB"] = hub;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var exit = process.ExitCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[exit {process.ExitCode}]\n");
        return await output + await errors + exit;
    }

    /// <summary>Plays a script at the nodes.</summary>
    internal Task<string> PlayAsync(string script) => RunAsync(
        ["play", script, "--nodes", .. _nodes.Select(node => $"{node.District.Division}={AddressOf(node.District)}")]);

    private static string AddressOf(District district) => File.ReadAllText(Path.Combine(district.DataFolder, "address")).Trim();

    private static string FindSamples()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "deploy", "samples")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("deploy/samples"), "deploy", "samples");
    }
}
