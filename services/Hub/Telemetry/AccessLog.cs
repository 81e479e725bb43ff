namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every line that the hub logs of who comes and goes. Ids from 4100.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(4101, LogLevel.Warning,
        "A connection from {Remote} was refused at the handshake: {Reason}. The other side sees only that the connection broke.")]
    public static partial void HandshakeRefused(ILogger logger, string remote, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "Refused {Caller} the call {Method} with reason {Reason}.")]
    public static partial void CallRefused(ILogger logger, string caller, string method, int reason);

    [LoggerMessage(4103, LogLevel.Critical,
        "{Caller} sent a statement that is signed with a key of {Signer}; nothing was stored. Either somebody uses the key of "
        + "another, or a node is set up wrongly: ask both.")]
    public static partial void ForeignStatement(ILogger logger, string caller, string signer);

    [LoggerMessage(4104, LogLevel.Information, "Registry of members: {What}, {Member}; event {Epoch}.")]
    public static partial void Happened(ILogger logger, string what, string member, long epoch);

    [LoggerMessage(4105, LogLevel.Warning, "Ended {Calls} open calls of {Caller}: {Reason}.")]
    public static partial void CallsCut(ILogger logger, string caller, int calls, string reason);

    [LoggerMessage(4106, LogLevel.Warning,
        "The hub serves without TLS, on this machine alone: whoever calls is taken at their word. Give --Hub:Listen an https "
        + "address to know the members by their certificates.")]
    public static partial void TakesAtTheirWord(ILogger logger);

    [LoggerMessage(4107, LogLevel.Warning,
        "The registry of members could not be looked for, because the store is away; what is known of it holds meanwhile.")]
    public static partial void RegistryWaits(ILogger logger, Exception exception);

    [LoggerMessage(4108, LogLevel.Information, "Enrolment is served at {Address}.")]
    public static partial void Enrols(ILogger logger, string address);

    [LoggerMessage(4109, LogLevel.Warning,
        "{Member} has read {Records} records for '{Purpose}' within an hour and is shown no more. Ask whether that is needed.")]
    public static partial void QuotaUsedUp(ILogger logger, string member, string purpose, int records);

    [LoggerMessage(4110, LogLevel.Warning,
        "The database does not look a second time who may see which rows, because the hub's user may not create roles. Create "
        + "the role exchangehub_reader, let the hub's user be a member of it, and grant it what schema file 0014 grants.")]
    public static partial void RowsNotSecured(ILogger logger);
}
