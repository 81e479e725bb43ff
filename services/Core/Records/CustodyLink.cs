using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What can be done with evidence.</summary>
public enum CustodyAct
{
    /// <summary>Collected 采集.</summary>
    Collected = 1,

    /// <summary>Sealed 封存.</summary>
    Sealed = 2,

    /// <summary>Stored 保管.</summary>
    Stored = 3,

    /// <summary>Looked at 查阅.</summary>
    Accessed = 4,

    /// <summary>Copied 复制.</summary>
    Copied = 5,

    /// <summary>Offered to a receiver 移送.</summary>
    Offered = 6,

    /// <summary>Handed over 移交.</summary>
    HandedOver = 7,

    /// <summary>Received 接收.</summary>
    Received = 8,

    /// <summary>Reviewed 审核.</summary>
    Reviewed = 9,

    /// <summary>Returned 退回.</summary>
    Returned = 10,

    /// <summary>Disposed of 处置.</summary>
    Disposed = 11,
}

/// <summary>One link of a chain of custody 移交保管链.</summary>
/// <param name="Sequence">Counts from 1 without a gap.</param>
/// <param name="Act">What was done.</param>
/// <param name="At">When.</param>
/// <param name="Own">The SHA-256 of the link in its own serialisation.</param>
public sealed record CustodyLink(int Sequence, CustodyAct Act, DateTimeOffset At, Digest Own)
{
    /// <summary>Gets who had it before; null for the first.</summary>
    public Organ? From { get; init; }

    /// <summary>Gets who had it after; null when it was disposed of.</summary>
    public Organ? To { get; init; }

    /// <summary>Gets the digest before; null for things.</summary>
    public Digest? Before { get; init; }

    /// <summary>Gets the digest after; null for things.</summary>
    public Digest? After { get; init; }

    /// <summary>Gets the digest of the link before; null where it is not said.</summary>
    public Digest? Previous { get; init; }

    /// <summary>Gets a value indicating whether a thing was moved that bears no seal.</summary>
    public bool IsThingWithoutSeal { get; init; }

    /// <summary>Gets a value indicating whether whoever gave it has signed.</summary>
    public bool IsSignedByGiver { get; init; }

    /// <summary>Gets a value indicating whether whoever took it has signed.</summary>
    public bool IsSignedByTaker { get; init; }
}

/// <summary>A link that was said after the package had been sealed.</summary>
/// <param name="Link">The link.</param>
/// <param name="TagManifest">The bag that it is about.</param>
/// <param name="Speaker">On whose behalf it was said.</param>
/// <param name="Home">The division of the node that said it.</param>
public sealed record SaidLink(CustodyLink Link, Digest TagManifest, Issuer Speaker, Jurisdiction Home);
