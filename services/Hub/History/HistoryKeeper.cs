using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.History;

/// <summary>
/// Builds the tree over the log and signs its checkpoints, at most one a second and only when there is something new. A
/// checkpoint is kept, in the database and then in a file, before a witness is shown it; and none is ever signed that does not
/// extend the one before.
/// </summary>
internal sealed class HistoryKeeper(
    IEventLog log, IEventCodec codec, IHistoryStore store, SeenCheckpoint seen, HubKeys keys, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<HistoryKeeper> logger) : BackgroundService
{
    private const int PageMax = 2_000;

    // So much is signed at a time that a hub which has far to catch up shows a checkpoint now and then.
    private const int StepMax = 100_000;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private GrowingTree? _tree;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Compares the log with what was signed, before the hub serves anybody.</summary>
    /// <returns>Why the hub must not run; null when all is well.</returns>
    public async Task<Wording?> BeginAsync(CancellationToken cancellation)
    {
        var head = await log.HeadAsync(cancellation);
        var latest = await store.FindLatestAsync(isWitnessed: false, cancellation);
        if (latest is not null && await ContradictionAsync(latest.Note, "hub_checkpoint", head, latest, cancellation) is { } rows)
        {
            return rows;
        }

        return seen.Read() is { } note ? await ContradictionAsync(note, seen.File, head, latest, cancellation) : null;
    }

    /// <summary>Judges a checkpoint that bears the signature of this hub's log.</summary>
    /// <returns>How it contradicts the log; null when the log extends it, or it is not this hub's.</returns>
    public async Task<Wording?> JudgeAsync(SignedNote note, string whose, CancellationToken cancellation)
    {
        // The tree is a moment behind the log; what it has not reached yet is built first.
        var head = await log.HeadAsync(cancellation);
        if (keys.Log.Verify(note, keys.Verify) is null || !Checkpoint.TryParse(note.Text, out var shown))
        {
            return null;
        }

        var latest = await store.FindLatestAsync(isWitnessed: false, cancellation);
        while (latest?.Size < shown.Size && shown.Size <= head)
        {
            await WaitForMoreAsync(latest.Size, cancellation);
            latest = await store.FindLatestAsync(isWitnessed: false, cancellation);
        }

        return await ContradictionAsync(note, whose, head, latest, cancellation);
    }

    /// <summary>Waits until a checkpoint larger than that is kept; up to a second longer when another hub keeps it.</summary>
    public async Task<KeptCheckpoint> WaitForMoreAsync(long size, CancellationToken cancellation)
    {
        while (true)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (await store.FindLatestAsync(isWitnessed: false, cancellation) is { } latest && latest.Size > size)
            {
                return latest;
            }

            _ = await Task.WhenAny(moved, Task.Delay(Apart, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends the hub: somebody holds a checkpoint with its signature that its log does not extend.</summary>
    public void Stop(Wording contradiction)
    {
        HubLog.HistoryContradicted(logger, contradiction.English);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ExtendAsync(stoppingToken);
                await Task.Delay(Apart, clock, stoppingToken);
            }
            catch (Exception away) when (away is LogUnavailableException or TileMissingException or IOException)
            {
                HubLog.HistoryWaits(logger, away);
                _tree = null;
                await Task.Delay(Apart, clock, stoppingToken);
            }
        }
    }

    private async Task ExtendAsync(CancellationToken cancellation)
    {
        var latest = await store.FindLatestAsync(isWitnessed: false, cancellation);
        var size = latest?.Size ?? 0;
        if (_tree?.Size != size)
        {
            _tree = await GrowingTree.ContinueAsync(store, size, cancellation);
        }

        var head = await log.WaitForMoreAsync(size, cancellation);
        while (_tree.Size < Math.Min(head, size + StepMax))
        {
            foreach (var logged in await log.ReadAsync(_tree.Size, PageMax, cancellation))
            {
                _tree.Add(MerkleTree.HashLeaf(LogLeaf.Of(logged, codec).ToBytes()));
            }
        }

        var at = clock.GetUtcNow();
        var text = new Checkpoint(keys.Log.Name, _tree.Size, _tree.Root()).Text;
        var note = new SignedNote(text, [keys.Log.Sign(text, at, keys.SignLog)]);
        var kept = new KeptCheckpoint(_tree.Size, note, keys.Policy.Judge(note, keys.Verify).HasQuorum, at);
        if (await store.KeepAsync(size, _tree.TakeChanged(), kept, cancellation))
        {
            seen.Keep(note);
            Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        else
        {
            _tree = null;
        }
    }

    private async Task<Wording?> ContradictionAsync(
        SignedNote note, string whose, long head, KeptCheckpoint? latest, CancellationToken cancellation)
    {
        if (keys.Log.Verify(note, keys.Verify) is null || !Checkpoint.TryParse(note.Text, out var shown))
        {
            return new Wording(
                $"{whose} 的检查点不是本枢纽日志密钥所签。", $"The checkpoint of {whose} was not signed with the key of this hub's log.");
        }

        if (shown.Size > head || shown.Size > (latest?.Size ?? 0))
        {
            return new Wording(
                $"{whose} 有本枢纽签署的检查点，含 {shown.Size} 个事件，而日志现仅有 {Math.Min(head, latest?.Size ?? 0)} 个：历史已经倒退。"
                    + "请恢复完整的数据库；无法恢复的，以新的日志密钥另立日志，并请各节点重新报送。",
                $"{whose} has a checkpoint over {shown.Size} events with this hub's signature, but the log holds "
                    + $"{Math.Min(head, latest?.Size ?? 0)}: history went backwards. Restore the whole database; where that "
                    + "cannot be, begin another log with a new log key, and ask the nodes to submit again.");
        }

        try
        {
            return await new TileTree(store, shown.Size).RootAsync(cancellation) == shown.Root ? null : Forked(whose, shown.Size);
        }
        catch (TileMissingException)
        {
            return Forked(whose, shown.Size);
        }
    }

    private static Wording Forked(string whose, long size) => new(
        $"{whose} 有本枢纽签署的检查点，其前 {size} 个事件与日志不一致：历史已被改动。请停用并追查数据库。",
        $"{whose} has a checkpoint with this hub's signature whose {size} events are not those of the log: history was changed. "
            + "Do not run it; look into the database.");
}
