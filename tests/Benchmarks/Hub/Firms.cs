using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Made-up firms by number.</summary>
internal static class Firms
{
    /// <summary>A code of the shape of GB 32100: 17 characters and the check character that goes with them.</summary>
    public static string CodeOf(int number)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"91320509MA{number:D7}");
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(check => first + check)
            .First(code => UnifiedSocialCreditCode.TryParse(code, out _));
    }
}
