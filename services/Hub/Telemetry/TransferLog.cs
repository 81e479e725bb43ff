namespace ExchangeHub.Hub.Telemetry;

/// <summary>Every line that the hub logs of files of evidence. Ids from 5001.</summary>
internal static partial class TransferLog
{
    [LoggerMessage(5001, LogLevel.Information, "Package {TagManifest} of {Dossier} is complete: {Files} files, {Bytes} bytes.")]
    public static partial void Committed(ILogger logger, string tagManifest, string dossier, int files, long bytes);

    [LoggerMessage(5002, LogLevel.Critical,
        "Blob {Content} is damaged: what the store gives is not what it was given. Its download was refused. Restore it from a "
        + "backup, or let its node upload the package again.")]
    public static partial void Damaged(ILogger logger, string content);

    [LoggerMessage(5003, LogLevel.Warning, "No room for files of evidence in {Folder}; uploads are refused until there is.")]
    public static partial void Full(ILogger logger, string folder);

    [LoggerMessage(5004, LogLevel.Information, "Threw away {Uploads} uploads that were not completed in time.")]
    public static partial void Swept(ILogger logger, int uploads);

    [LoggerMessage(5005, LogLevel.Warning, "Uploads that are not completed could not be looked for; tried again later.")]
    public static partial void NotSwept(ILogger logger, Exception cause);
}
