using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.Console.Persons;

/// <summary>A password that nobody has. Comparing with it takes as long as comparing with that of an account, so that nobody can
/// tell by the time whether there is one.</summary>
internal static class Decoy
{
    private static readonly Account Nobody = new() { Id = "", Name = "", Role = Role.Auditor };
    private static readonly PasswordHasher<Account> Hasher = new(AccountParts.Hashing);
    private static readonly Lazy<string> Hash = new(() => Hasher.HashPassword(Nobody, Codes.Random(5)));

    /// <summary>Compares, and forgets the answer.</summary>
    public static void Compare(string password) => Hasher.VerifyHashedPassword(Nobody, Hash.Value, password);
}
