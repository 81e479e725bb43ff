using System.Globalization;
using System.Text;
using QRCoder;

namespace ExchangeHub.Console.Persons;

/// <summary>How the secret of an authenticator is shown: as an address, as groups of letters, and as a drawing of
/// squares.</summary>
internal static class Totp
{
    private const int GroupLength = 4;

    /// <summary>Writes the address that authenticators read (Key Uri Format).</summary>
    /// <param name="name">The account.</param>
    /// <param name="key">The secret, base 32.</param>
    public static string Address(string name, string key) =>
        $"otpauth://totp/ExchangeHub:{Uri.EscapeDataString(name)}?secret={key}&issuer=ExchangeHub&digits=6&period=30";

    /// <summary>Writes a secret so that it can be typed.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Draws a QR code.</summary>
    /// <returns>The path of its dark modules, each a unit square, and how many units it is wide.</returns>
    public static (string Path, int Size) Drawing(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return (path.ToString(), code.ModuleMatrix.Count);
    }
}
