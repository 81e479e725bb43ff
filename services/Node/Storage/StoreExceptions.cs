namespace ExchangeHub.Node.Storage;

/// <summary>The disk is full or does not take the write; nothing was stored.</summary>
internal sealed class StoreFullException(Exception inner)
    : Exception(
        "The node's disk is full or takes no writes; nothing was stored. Free space and send the same request again.", inner);

/// <summary>The store did not take the write for another reason; nothing was stored.</summary>
internal sealed class StoreFailedException(Exception inner)
    : Exception(
        "The node's store failed; nothing was stored. Send the same request again; if it fails again, see the cause.", inner);

/// <summary>The node is stopping and takes no more writes.</summary>
internal sealed class StoreClosedException(Exception inner) : Exception("The node is stopping; nothing was stored.", inner);
