using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ExchangeHub.Console.Persons;

/// <summary>Reads what the file keeps encrypted.</summary>
internal static class Secrets
{
    /// <summary>Reads a secret.</summary>
    /// <returns>The secret; null without the key, and then an administrator has to reset the account.</returns>
    public static string? Unprotect(IDataProtector protector, string secret)
    {
        try
        {
            return protector.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
