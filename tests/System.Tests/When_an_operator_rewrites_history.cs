using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.Node.V1;
using Grpc.Net.Client;
using Npgsql;

namespace ExchangeHub.SystemTests;

/// <summary>Somebody with every right on the hub's database changes what was, and the districts' nodes find out.</summary>
public sealed class When_an_operator_rewrites_history : IAsyncLifetime, IAsyncDisposable
{
    private readonly RunningZone _zone = new();

    public Task InitializeAsync() => _zone.InitializeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Fact]
    public async Task A_row_that_is_altered_and_one_that_is_removed_are_named_by_a_node_within_two_minutes()
    {
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        var head = await ScalarAsync("select max(seq_id) from mt_events");
        var before = await UntilAsync("310118", status => status.HistoryCheckedTo >= head); // all of it is in the history
        Assert.Empty(before.HistoryFindings);

        var altered = await ScalarAsync(
            """
            update mt_events set bdata = set_byte(bdata, octet_length(bdata) - 1, get_byte(bdata, octet_length(bdata) - 1) # 1)
            where seq_id = (select min(seq_id) from mt_events where type = 'recognition-decided.v1') returning seq_id
            """);
        var removed = await ScalarAsync(
            "delete from mt_events where seq_id = (select max(seq_id) - 1 from mt_events) returning seq_id");

        var rewritten = Stopwatch.StartNew();
        var after = await UntilAsync("310118", status => status.HistoryFindings.Count >= 2);

        Assert.True(rewritten.Elapsed < TimeSpan.FromMinutes(2), $"It took {rewritten.Elapsed}.");
        Assert.Contains(after.HistoryFindings, finding =>
            finding.Kind == "altered" && finding.MessageEn.Contains($"position {altered} ", StringComparison.Ordinal)
                && finding.MessageEn.Contains("recognition-decided.v1", StringComparison.Ordinal));
        Assert.Contains(after.HistoryFindings, finding =>
            finding.Kind == "removed" && finding.MessageZh.Contains($"位置 {removed} ", StringComparison.Ordinal));
        var said = await _zone.RunAsync("status", "--node", _zone.AddressOf("310118"), "--lang", "en");
        Assert.Contains($"The event at position {removed} of the hub's log was removed", said, StringComparison.Ordinal);
        Assert.Contains("[exit 8]", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_was_set_back_refuses_to_run_and_stops_when_a_node_remembers_more()
    {
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        _ = await UntilAsync("310118", status => status.HistoryCheckedTo > 5);
        var (data, yesterday) = (Path.Combine(_zone.Hub.Folder, "postgres"), Path.Combine(_zone.Hub.Folder, "yesterday"));
        await _zone.Hub.StopAsync();
        await CopyAsync(data, yesterday);

        await _zone.Hub.StartAsync();
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s02.json"));
        var head = await ScalarAsync("select max(seq_id) from mt_events");
        _ = await UntilAsync("310118", status => status.HistoryCheckedTo >= head);
        await _zone.Hub.StopAsync();
        Directory.Delete(data, recursive: true);
        await CopyAsync(yesterday, data);

        // The hub itself remembers what it signed.
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(_zone.Hub.StartAsync);
        Assert.Contains("history went backwards", refused.Message, StringComparison.Ordinal);
        Assert.Contains("历史已经倒退", refused.Message, StringComparison.Ordinal);

        // And when it was made to forget, its witnesses remember.
        File.Delete(Path.Combine(_zone.Hub.Folder, "history", "checkpoint"));
        await _zone.Hub.StartAsync();
        Assert.Equal(1, await _zone.Hub.WaitForExitAsync());
        Assert.Contains("history went backwards", _zone.Hub.Log(), StringComparison.Ordinal);

        // Any of the witnesses may have been the one that came first and stopped it.
        var found = await UntilAsync(
            _zone.Divisions, status => status.HistoryFindings.Any(finding => finding.Kind == "backwards"));
        Assert.Contains(found.HistoryFindings, finding => finding.Kind == "backwards");
    }

    [Fact]
    public async Task Anybody_reads_checkpoints_tiles_and_proofs_and_nothing_else()
    {
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        _ = await UntilAsync("310118", status => status.HistoryCheckedTo > 5);
        using var stranger = new HttpClient { BaseAddress = new Uri(_zone.Hub.HistoryAddress) };

        var policy = LogPolicy.Parse(await stranger.GetStringAsync(new Uri("policy", UriKind.Relative)));
        Assert.True(SignedNote.TryParse(await stranger.GetStringAsync(new Uri("checkpoint", UriKind.Relative)), out var note));
        var verdict = policy.Judge(note, Ed25519.Verify);
        Assert.True(verdict.IsTrusted);
        Assert.True(verdict.Witnessed.Count >= 2);

        Assert.True(LogProof.TryParse(await stranger.GetStringAsync(new Uri("proof/2", UriKind.Relative)), out var proof));
        Assert.True(proof.Includes(proof.Extra.AsSpan()));
        Assert.True(LogLeaf.TryParse(proof.Extra.AsSpan(), out var leaf));
        Assert.Equal(("statement-filed.v1", 2), (leaf.Type, leaf.Position));

        foreach (var path in (string[])["tile/0/x001/000", "tile/entries/000.p/255", "tile/8/000", "tile/../checkpoint/x",
            "grpc.health.v1.Health/Check", "exchangehub.query.v1.QueryService/GetRecord", "proof/0", "proof/-1",
            "proof/999999999"])
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.StatusCode == System.Net.HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_program_of_others_finds_every_leaf_and_proof_right()
    {
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        _ = await UntilAsync("310118", status => status.HistoryCheckedTo > 5);
        using var stranger = new HttpClient { BaseAddress = new Uri(_zone.Hub.HistoryAddress) };
        var key = LogPolicy.Parse(await stranger.GetStringAsync(new Uri("policy", UriKind.Relative))).Logs[0].ToString();

        var start = new ProcessStartInfo("go", ["run", ProgramOfOthers(), _zone.Hub.HistoryAddress, key])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOCACHE"] = Path.Combine(_zone.Hub.Folder, "go-cache");
        using var go = Process.Start(start)!;
        var (said, errors) = (go.StandardOutput.ReadToEndAsync(), go.StandardError.ReadToEndAsync());
        await go.WaitForExitAsync();

        Assert.Matches(@"\Achecked [1-9]\d+ leaves and [1-9]\d* proofs\n\z", await said + await errors);
    }

    private static string ProgramOfOthers([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "interop", "history", "main.go");

    private Task<GetStatusResponse> UntilAsync(string division, Func<GetStatusResponse, bool> holds) =>
        UntilAsync([division], holds);

    private async Task<GetStatusResponse> UntilAsync(IReadOnlyList<string> ofAny, Func<GetStatusResponse, bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            foreach (var asked in ofAny)
            {
                using var channel = GrpcChannel.ForAddress(_zone.AddressOf(asked));
                var status = await new NodeService.NodeServiceClient(channel).GetStatusAsync(new GetStatusRequest());
                if (holds(status))
                {
                    return status;
                }

                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(4), $"{status} {_zone.Hub.Log()}");
            }

            await Task.Delay(200);
        }
    }

    private async Task<long> ScalarAsync(string sql)
    {
        var folder = Path.Combine(_zone.Hub.Folder, "postgres");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "port")), CultureInfo.InvariantCulture),
            Username = "hub",
            Password = (await File.ReadAllTextAsync(Path.Combine(folder, "pw"))).Trim(),
            Database = "exchangehub",
            Pooling = false,
        };
        await using var operatorOfTheHub = NpgsqlDataSource.Create(connection.ToString());
        using var command = operatorOfTheHub.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task CopyAsync(string from, string to)
    {
        using var copying = Process.Start("cp", ["-a", from, to]);
        await copying.WaitForExitAsync();
        Assert.Equal(0, copying.ExitCode);
    }
}
