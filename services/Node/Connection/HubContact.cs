using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ExchangeHub.Agreements;

namespace ExchangeHub.Node.Connection;

/// <summary>What this node last heard of the hub, for whoever asks how it is. Safe for any number of threads.</summary>
internal sealed class HubContact(TimeProvider clock)
{
    private long _heardAt;
    private long _stoppedAt;
    private volatile bool _isConnected;
    private volatile bool _isBehind;
    private volatile StrongBox<ImmutableArray<Silence>> _silences = new([]);
    private volatile ForwardingPause? _pause;

    /// <summary>Gets a value indicating whether the hub delivers at present.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>Gets a value indicating whether the hub's log ends before a position that this node has seen in it.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Gets when the hub was last heard of; null when it never was since the node started.</summary>
    public DateTimeOffset? HeardAt =>
        Interlocked.Read(ref _heardAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Gets the sequence of the statement that was changed on disk and holds up those behind it; 0 when none
    /// was.</summary>
    public long StoppedAt => Interlocked.Read(ref _stoppedAt);

    /// <summary>The hub has said something.</summary>
    public void Heard() => _ = Interlocked.Exchange(ref _heardAt, clock.GetUtcNow().UtcTicks);

    /// <summary>Gets the nodes of which nothing is heard, as the hub said last.</summary>
    public ImmutableArray<Silence> Silences => _silences.Value;

    /// <summary>The hub says which nodes are silent.</summary>
    public void Silent(ImmutableArray<Silence> silences) => _silences = new StrongBox<ImmutableArray<Silence>>(silences);

    /// <summary>Gets why nothing is forwarded, and until when; null while forwarding goes on.</summary>
    public ForwardingPause? Pause => _pause;

    /// <summary>Forwarding pauses for a while.</summary>
    public void Paused(string cause, TimeSpan lasts) => _pause = new ForwardingPause(cause, clock.GetUtcNow() + lasts);

    /// <summary>Something went forward.</summary>
    public void Forwards() => _pause = null;

    /// <summary>The hub delivers, or does not any more.</summary>
    public void Connected(bool delivers) => _isConnected = delivers;

    /// <summary>The hub's log ends before a position that was seen in it, or does not any more.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Behind(bool isBehind)
    {
        var isNews = _isBehind != isBehind;
        _isBehind = isBehind;
        return isNews;
    }

    /// <summary>A statement in the outbox is not what was stored.</summary>
    public void Stopped(long sequence) => _ = Interlocked.Exchange(ref _stoppedAt, sequence);
}

/// <summary>Why nothing is forwarded.</summary>
/// <param name="Cause">What went wrong last, in English.</param>
/// <param name="NextAt">When the hub is tried again.</param>
internal sealed record ForwardingPause(string Cause, DateTimeOffset NextAt);
