using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What is noticed of a node, in the stream <c>node-&lt;id&gt;</c>.</summary>
public abstract record NodeEvent
{
    private NodeEvent() { }

    /// <summary>Nothing has been heard of it for longer than the rules allow.</summary>
    /// <param name="LastHeardAt">When something was heard of it last.</param>
    public sealed record FellSilent(DateTimeOffset LastHeardAt) : NodeEvent;

    /// <summary>It is heard of again.</summary>
    public sealed record WasHeard : NodeEvent;

    /// <summary>Names the stream of a node.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The stream.</returns>
    public static string Stream(NodeId node) => $"node-{node}";
}

/// <summary>A time in which nothing was heard of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="LastHeardAt">When something was heard of it last.</param>
/// <param name="NotedAt">When that was noted: from then on answers say so.</param>
public sealed record Silence(NodeId Node, DateTimeOffset LastHeardAt, DateTimeOffset NotedAt)
{
    /// <summary>Gets when it was heard of again; null while it is silent.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets the civil day from which its records may have changed without anybody knowing.</summary>
    public DateOnly SinceOn => CivilDates.Of(LastHeardAt);

    /// <summary>Says whether answers had to mention it.</summary>
    /// <param name="knownAt">As of when; null for now.</param>
    /// <returns>Whether it had been noted by then, and was not over.</returns>
    public bool WasKnown(DateTimeOffset? knownAt) =>
        knownAt is { } at ? NotedAt <= at && !(EndedAt <= at) : EndedAt is null;
}
