using System.Net;
using System.Net.Sockets;

namespace ExchangeHub.Form.Tests;

/// <summary>
/// A newcomer's first command. What goes wrong with it is rarely the start: it is the program that nobody noticed dying, and the
/// one that is still there an hour after everything was stopped.
/// </summary>
public sealed class When_a_zone_is_run
{
    private static readonly string[] Everybody = ["end console", "end hub", "end jiashan", "end qingpu", "end wujiang"];

    [Fact]
    public async Task The_hub_starts_first_and_ends_last()
    {
        await using var zone = new Zone();
        var run = await zone.StartAsync();

        await Zone.EndAsync(run);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("start hub https://127.0.0.1:0", zone.Log.First(line => line.StartsWith("start", StringComparison.Ordinal)));
        Assert.Equal(Everybody, zone.Log.Where(line => line.StartsWith("end", StringComparison.Ordinal)).Order());
        Assert.Equal("end hub", zone.Log[^1]);
        Assert.Contains("xhub play deploy/samples/s01.json --nodes 310118=http://127.0.0.1:1 320509=http://127.0.0.1:1 "
            + "330421=http://127.0.0.1:1", zone.Log);
    }

    [Fact]
    public async Task Every_node_gets_a_key_of_its_own_and_the_hub_the_public_ones()
    {
        await using var zone = new Zone();
        await zone.StartAsync();

        var network = zone.Read(".run/network.json");
        Assert.DoesNotContain("{{", network, StringComparison.Ordinal);
        Assert.Equal(4, network.Split('"')
            .Where(part => part.StartsWith("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, zone.Mode(".run/keys/node-310118.pem"));
    }

    [Fact]
    public async Task The_console_has_four_accounts_that_are_made_once_and_printed_each_time()
    {
        await using var zone = new Zone();
        await Zone.EndAsync(await zone.StartAsync());
        await zone.StartAsync();

        var made = zone.Log.Where(line => line.StartsWith("account ", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, made.Count);
        Assert.Contains(
            made, line => line.StartsWith("account officer --role officer --division 310118", StringComparison.Ordinal));
        Assert.DoesNotContain(made, line => line.Contains("assword", StringComparison.OrdinalIgnoreCase));
        Assert.All(
            new[] { "officer", "second-officer", "team", "auditor" },
            name => Assert.Contains($"  Password of {name}", zone.Said, StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, zone.Mode(".run/accounts/officer.txt"));
    }

    [Fact]
    public async Task A_second_start_keeps_the_keys_and_builds_only_what_changed()
    {
        await using var zone = new Zone();
        await Zone.EndAsync(await zone.StartAsync());
        var key = zone.Read(".run/keys/node-330421.pem");

        await Zone.EndAsync(await zone.StartAsync());
        Assert.Equal(key, zone.Read(".run/keys/node-330421.pem"));
        Assert.Single(zone.Log, "build");

        zone.Write("adapters/a.cs", "// changed");
        await zone.StartAsync();
        Assert.Equal(2, zone.Log.Count(line => line == "build"));
    }

    [Fact]
    public async Task A_program_that_dies_is_named_with_its_last_words_and_the_others_end()
    {
        await using var zone = new Zone();
        var run = await zone.StartAsync();

        Zone.Signal("KILL", int.Parse(zone.Read(".run/wujiang/pid"), System.Globalization.CultureInfo.InvariantCulture));
        await run.WaitForExitAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("吴江节点 Node of Wujiang 已意外退出 has ended", zone.Said, StringComparison.Ordinal);
        Assert.Contains("The last words of wujiang.", zone.Said, StringComparison.Ordinal);
        Assert.Equal(
            Everybody.Except(["end wujiang"]), zone.Log.Where(line => line.StartsWith("end", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Nothing_outlives_a_script_that_was_killed()
    {
        await using var zone = new Zone();
        var run = await zone.StartAsync();

        Zone.Signal("KILL", run.Id);

        await zone.UntilAsync(() => Everybody.All(zone.Log.Contains));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_before_anything_starts()
    {
        using var taken = TakeBehindTwoFree();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var zone = new Zone();

        // The third of the five.
        var run = zone.Run("--port", $"{port - 2}");
        await run.WaitForExitAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {port}, meant for 吴江节点 Node of Wujiang, is taken.", zone.Said, StringComparison.Ordinal);
        Assert.Empty(zone.Log);
    }

    [Fact]
    public async Task A_second_zone_in_the_same_folder_is_refused()
    {
        await using var zone = new Zone();
        await zone.StartAsync();

        var second = zone.Run();
        await second.WaitForExitAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another deploy/run is using", zone.Said, StringComparison.Ordinal);
        Assert.Equal(5, zone.Log.Count(line => line.StartsWith("start", StringComparison.Ordinal)));
    }

    // The first port that is taken is the one named, so nobody else's may stand before it.
    private static TcpListener TakeBehindTwoFree()
    {
        while (true)
        {
            var taken = new TcpListener(IPAddress.Loopback, 0);
            taken.Start();
            var port = ((IPEndPoint)taken.LocalEndpoint).Port;
            if (IsFree(port - 1) && IsFree(port - 2))
            {
                return taken;
            }

            taken.Dispose();
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
