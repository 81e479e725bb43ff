using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

/// <summary>Published test vectors, each file with its source and licence in it.</summary>
internal static class Vectors
{
    /// <summary>Reads a file of <c>tests/vectors</c>.</summary>
    public static JsonElement Read(string name, [CallerFilePath] string here = "")
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "vectors", name)));
        return document.RootElement.Clone();
    }

    /// <summary>The cases of a Wycheproof file, each with the group that holds its key.</summary>
    public static IEnumerable<(JsonElement Group, JsonElement Case)> Wycheproof(string name) =>
        from @group in Read(name).GetProperty("testGroups").EnumerateArray()
        from @case in @group.GetProperty("tests").EnumerateArray()
        select (@group, @case);

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static byte[] Base64(this JsonElement element, string name) => Convert.FromBase64String(element.Text(name));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
