using System.Globalization;
using ExchangeHub.Certificates;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>What can be wrong with the certificate with which this program shows itself.</summary>
internal static class IdentityChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static Finding Of(IdentityFolder folder, DateTimeOffset now)
    {
        var last = new DateTimeOffset(folder.Read().Certificate.NotAfter.ToUniversalTime());
        var day = last.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return last <= now
            ? Finding.Wrong(
                "certificate", $"证书已于 {day} 到期：请操作员重新邀请，再运行 xhub enrol。",
                $"The certificate ended on {day}: have an operator invite you again, then xhub enrol.")
            : last - now < Soon
                ? Finding.Watch(
                    "certificate", $"证书将于 {day} 到期：请运行 xhub renew。", $"The certificate ends on {day}: run xhub renew.")
                : Finding.Well("certificate", $"证书有效期至 {day}。", $"The certificate lasts until {day}.");
    }
}
