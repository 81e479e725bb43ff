using System.Security.Cryptography;
using System.Text;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Masks and commitments, which stand in a record for the names and numbers of natural persons.</summary>
/// <remarks>
/// The salt belongs to one record and is kept, with the values, by whoever made it: at least 16 bytes by chance. Whoever is
/// shown a value later gets the salt with it, computes the commitment and compares. Source: domain reference "Identifiers", 3.1.
/// </remarks>
public static class PersonalValue
{
    private const int SaltBytesMin = 16;

    /// <summary>Masks a name.</summary>
    /// <param name="name">The full name, not empty.</param>
    /// <returns>The first character and an asterisk for each of the others, at least one: <c>沈**</c>.</returns>
    public static string MaskName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var runes = name.EnumerateRunes().ToArray();
        return runes[0] + new string('*', Math.Max(1, runes.Length - 1));
    }

    /// <summary>Masks a number of a certificate.</summary>
    /// <param name="number">The full number, at least 4 characters.</param>
    /// <returns>The first three and last four characters and asterisks between them; fewer characters where fewer than ten would
    /// leave fewer than three asterisks: <c>330***********0017</c>.</returns>
    public static string MaskNumber(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentOutOfRangeException.ThrowIfLessThan(number.Length, 4, nameof(number));
        var (head, tail) = number.Length >= 10 ? (3, 4) : (0, 1);
        return number[..head] + new string('*', number.Length - head - tail) + number[^tail..];
    }

    /// <summary>Commits to a value without showing it.</summary>
    /// <param name="salt">The salt of the record, at least 16 bytes.</param>
    /// <param name="fieldPath">Path of the commitment's own field in the record, such as
    /// <c>subjects[0].person.number_commitment</c>.</param>
    /// <param name="value">The full value.</param>
    /// <returns>HMAC-SHA-256, keyed by the salt, of the path, a zero byte and the value in UTF-8; 32 bytes.</returns>
    public static byte[] Commit(ReadOnlySpan<byte> salt, string fieldPath, string value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(salt.Length, SaltBytesMin, nameof(salt));
        return HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{fieldPath}\0{value}"));
    }
}
