using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ExchangeHub.Console.Serving;

/// <summary>Style, script and mark, served from the assembly under a name that changes with their content.</summary>
internal sealed class AssetShelf
{
    private const string Prefix = "assets/";
    private readonly FrozenDictionary<string, (string Address, byte[] Content)> _assets;

    public AssetShelf()
    {
        var assembly = typeof(AssetShelf).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        _assets = names.Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var digest = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
            return (Name: name[Prefix.Length..], Address: $"/{name}?v={digest}", Content: content);
        }).ToFrozenDictionary(asset => asset.Name, asset => (asset.Address, asset.Content), StringComparer.Ordinal);
    }

    /// <summary>Gets the address of an asset.</summary>
    public string this[string name] => _assets[name].Address;

    /// <summary>Serves an asset. Its address changes with its content, so a browser asks for it once.</summary>
    public IResult Serve(string name, HttpContext context)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        });
    }
}
