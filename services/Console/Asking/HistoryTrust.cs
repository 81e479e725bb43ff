using System.Diagnostics.CodeAnalysis;
using ExchangeHub.History;

namespace ExchangeHub.Console.Asking;

/// <summary>Whom the console trusts for the history of the hub.</summary>
/// <param name="Verify">Verifies Ed25519.</param>
/// <param name="Own">The console's own copy of the policy; null to go by what the hub says, which every page then admits.</param>
internal sealed record HistoryTrust(VerifyEd25519 Verify, LogPolicy? Own)
{
    /// <summary>Reads the console's own copy.</summary>
    /// <param name="file">Its path; empty for none.</param>
    /// <param name="verify">Verifies Ed25519.</param>
    /// <param name="trust">The trust.</param>
    /// <param name="fault">Why the file is of no use; empty when it is.</param>
    /// <returns>Whether it is of use.</returns>
    public static bool TryRead(
        string file, VerifyEd25519 verify, [NotNullWhen(true)] out HistoryTrust? trust, out string fault)
    {
        (trust, fault) = (null, "");
        try
        {
            trust = new HistoryTrust(verify, file.Length == 0 ? null : LogPolicy.Parse(File.ReadAllText(file)));
            return true;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            fault = $"--Console:HistoryPolicy: '{file}' is no policy of a log (C2SP tlog-policy): {unusable.Message}\n"
                + $"--Console:HistoryPolicy：“{file}”不是日志策略文件（C2SP tlog-policy）。";
            return false;
        }
    }
}
