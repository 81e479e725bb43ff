namespace ExchangeHub.Recognitions;

/// <summary>What becomes of a statement when it is filed.</summary>
public enum Disposition
{
    /// <summary>It counts.</summary>
    Accepted = 1,

    /// <summary>It waits for an earlier statement (HOLD-ORDER), and already bars any recognition that it forbids.</summary>
    Held = 2,

    /// <summary>The same content is filed already (DUP-IDEMPOTENT); its record id becomes an alias.</summary>
    Duplicate = 3,

    /// <summary>Other content is filed under the business key (DUP-CONFLICT).</summary>
    Conflicting = 4,
}
