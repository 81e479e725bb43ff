using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>Finds the test vectors that lie beside the test projects.</summary>
internal static class Vectors
{
    public static string Path(string name, [CallerFilePath] string here = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", "vectors", name);

    public static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path(name)));
}
