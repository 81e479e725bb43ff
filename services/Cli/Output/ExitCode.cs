namespace ExchangeHub.Cli.Output;

/// <summary>Exit codes. An unknown one is a failure.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Partial = 3;
    public const int NotFound = 4;
    public const int Denied = 5;
    public const int Conflict = 6;
    public const int Unreachable = 7;
    public const int NotVerified = 8;
    public const int Refused = 10;
    public const int Pending = 11;
    public const int Interrupted = 130;
}
