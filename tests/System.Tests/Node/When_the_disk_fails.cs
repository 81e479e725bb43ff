using System.Diagnostics;
using ExchangeHub.Protos.Node.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A disk that lies or is full must not make the node lie.</summary>
public sealed class When_the_disk_fails
{
    [Fact]
    public async Task A_flipped_bit_in_the_outbox_is_found_before_it_is_sent()
    {
        await using var hub = new LittleHub();
        await hub.StartAsync();
        await hub.StopAsync();
        await using var qingpu = await new District("310118", hub.Address).StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            _ = await qingpu.SubmitAsync(Papers.Submit($"flip-{number}", Papers.Permit(number)));
        }

        await qingpu.StopAsync();
        Flip(qingpu.Database, "outbox", "envelope", "sequence = 3");
        await hub.StartAsync();
        _ = await qingpu.StartAsync();

        await Eventually.HoldsAsync(async () => (await qingpu.StatusAsync()).OutboxStoppedAt == 3);
        await Eventually.HoldsAsync(() => hub.Held("node:310118").Count == 2);
        Assert.Equal([1, 2], hub.Held("node:310118"));

        // Restored from the backup, which here is the same flip again, it goes on by itself.
        Flip(qingpu.Database, "outbox", "envelope", "sequence = 3");
        await Eventually.HoldsAsync(() => hub.Held("node:310118").Count == 5);
        await Eventually.HoldsAsync(async () => (await qingpu.StatusAsync()).OutboxStoppedAt == 0);
        OutboxCheck.Of(qingpu).IsWhole();
    }

    [Fact]
    public async Task Nothing_is_chained_to_a_statement_that_was_changed()
    {
        await using var qingpu = await new District("310118", "http://127.0.0.1:9").StartAsync();
        _ = await qingpu.SubmitAsync(Papers.Submit("chained-1", Papers.Permit(1)));
        Flip(qingpu.Database, "outbox", "envelope", "sequence = 1");

        var refusal = await Refusal.OfAsync(qingpu.Node.SubmitAsync(Papers.Submit("chained-2", Papers.Permit(2))));

        Assert.Equal((StatusCode.DataLoss, 9005), (refusal.Code, refusal.Reason));
        Assert.Equal(1, (await qingpu.StatusAsync()).LastSequence);
    }

    [Fact]
    public async Task Nobody_relies_on_a_delivery_that_was_changed()
    {
        using var voice = new Zone.NodeVoice("310118");
        await using var hub = await new LittleHub().StartAsync();
        await using var jiashan = await new District("330421", hub.Address, voice).StartAsync();
        _ = hub.Take(voice.Say(Papers.Penalty(), TestClock.Evening));
        await Eventually.HoldsAsync(async () => (await jiashan.StatusAsync()).InboxPosition == 2);
        Flip(jiashan.Database, "inbox", "delivery", "position = 1");

        var refusal = await Refusal.OfAsync(jiashan.Node.RelyAsync(new RelyRequest { Dossier = Papers.Dossier() }));

        Assert.Equal((StatusCode.DataLoss, 9005), (refusal.Code, refusal.Reason));
    }

    [TmpfsFact]
    public async Task A_full_disk_refuses_cleanly_and_takes_again_when_there_is_room()
    {
        await using var hub = await new LittleHub().StartAsync();
        await using var qingpu = new District("310118", hub.Address);
        using var disk = new SmallDisk(Path.Combine(qingpu.Folder, "disk"));
        qingpu.DataFolder = disk.Folder;
        _ = await qingpu.StartAsync();
        var stored = new List<Submission> { await qingpu.SubmitAsync(Papers.Submit("full-0", Papers.Permit(1))) };
        disk.Fill();

        // The node itself may find room again at any time, so the call that was refused is the one to look at.
        Refusal? refusal = null;
        var number = 0;
        while (refusal is null && number < 2000)
        {
            try
            {
                number++;
                stored.Add(await qingpu.SubmitAsync(Papers.Submit($"full-{number}", Papers.Permit(1 + number))));
            }
            catch (RpcException refused)
            {
                refusal = Refusal.Of(refused);
            }
        }

        Assert.Equal((StatusCode.ResourceExhausted, 4104), (refusal!.Code, refusal.Reason));
        Assert.Equal(stored[^1].Sequence, (await qingpu.StatusAsync()).LastSequence);

        disk.MakeRoom();
        stored.Add(await qingpu.SubmitAsync(Papers.Submit($"full-{number}", Papers.Permit(1 + number))));
        Assert.Equal(
            Enumerable.Range(1, stored.Count).Select(sequence => (long)sequence),
            stored.Select(submission => submission.Sequence));
        await Eventually.HoldsAsync(() => hub.Held("node:310118").Count == stored.Count);
        OutboxCheck.Of(qingpu).IsWhole();
        await qingpu.StopAsync();
    }

    private static void Flip(string database, string table, string column, string where)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var reading = connection.CreateCommand();
        reading.CommandText = $"SELECT {column} FROM {table} WHERE {where}";
        var bytes = (byte[])reading.ExecuteScalar()!;
        bytes[bytes.Length / 2] ^= 0x10;
        using var writing = connection.CreateCommand();
        writing.CommandText = $"UPDATE {table} SET {column} = $bytes WHERE {where}";
        _ = writing.Parameters.AddWithValue("$bytes", bytes);
        Assert.Equal(1, writing.ExecuteNonQuery());
    }
}

/// <summary>A disk of 2 MiB in memory, mounted where the test wants it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    public SmallDisk(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _ballast = Path.Combine(folder, "ballast");
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "xhub-test", Folder));
    }

    public string Folder { get; }

    /// <summary>Leaves room for a few rows only.</summary>
    public void Fill()
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        File.WriteAllBytes(_ballast, new byte[Math.Max(0, free - (96 * 1024))]);
    }

    public void MakeRoom() => File.Delete(_ballast);

    public void Dispose() => _ = Run("umount", "-l", Folder);

    /// <summary>Says whether this process may mount.</summary>
    public static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-mount-").FullName;
        var isMounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "xhub-test", folder) == 0;
        if (isMounted)
        {
            _ = Run("umount", folder);
        }

        Directory.Delete(folder);
        return isMounted;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs a small file system of its own, which only root may mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(SmallDisk.CanMount);

    public TmpfsFactAttribute()
    {
        if (!CanMount.Value)
        {
            Skip = "A full disk needs a small tmpfs, and this process may not mount one. Run the test as root.";
        }
    }
}
