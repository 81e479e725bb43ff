namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>A foreign gRPC library.</summary>
public enum Peer
{
    /// <summary>grpcio, on the C library of gRPC.</summary>
    Python,

    /// <summary>@grpc/grpc-js, written in JavaScript from the connection up.</summary>
    Node,
}

/// <summary>How two peers are connected.</summary>
public enum Link
{
    /// <summary>Plain HTTP/2.</summary>
    Plain,

    /// <summary>TLS 1.3 with client certificates.</summary>
    Mutual,
}

/// <summary>
/// Which interoperability cases are run between which peers: the tests run these, and the table in docs shows these.
/// </summary>
internal static class InteropMatrix
{
    private static readonly string[] WithoutCompression =
    [
        "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong", "empty_stream", "cancel_after_begin",
        "cancel_after_first_response", "timeout_on_sleeping_server", "custom_metadata", "status_code_and_message",
        "special_status_message", "unimplemented_service", "unimplemented_method",
    ];

    private static readonly string[] CompressedByServer = ["server_compressed_unary", "server_compressed_streaming"];

    private static readonly string[] CompressedByClient = ["client_compressed_unary", "client_compressed_streaming"];

    /// <summary>All cases, in the order of the table.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. WithoutCompression, .. CompressedByServer, .. CompressedByClient];

    /// <summary>What a foreign client asks of our server.</summary>
    internal static IReadOnlyList<string> ForeignClient => WithoutCompression;

    /// <summary>What our client asks of a foreign server: none of them can tell whether a request came compressed.</summary>
    internal static IReadOnlyList<string> ForeignServer { get; } = [.. WithoutCompression, .. CompressedByServer];

    /// <summary>Whether a server compresses a response when it is asked to. It may always answer uncompressed instead.</summary>
    internal static bool Compresses(Peer server) => server == Peer.Python;

    /// <summary>The table, as docs/grpc-interop.md must show it.</summary>
    internal static IEnumerable<string> Table()
    {
        const string Passes = "passes";
        yield return "| case | us → us | Python → us | grpc-js → us | us → Python | us → grpc-js |";
        yield return "|---|---|---|---|---|---|";
        foreach (var name in All)
        {
            var fromForeign = ForeignClient.Contains(name) ? "passes, both links" : "–";
            var toPython = ForeignServer.Contains(name) ? Passes : "–";
            var toNode = toPython == Passes && CompressedByServer.Contains(name) && !Compresses(Peer.Node)
                ? "passes, uncompressed"
                : toPython;
            yield return $"| {name} | passes, both links | {fromForeign} | {fromForeign} | {toPython} | {toNode} |";
        }
    }
}
