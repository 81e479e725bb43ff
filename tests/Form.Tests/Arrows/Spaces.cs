namespace ExchangeHub.Form.Tests;

/// <summary>The namespaces of the solution, and who uses which.</summary>
internal static class Spaces
{
    private static readonly Lazy<Dictionary<string, Layer>> Found = new(() => (
        from source in SourceFile.All
        from space in source.Namespaces
        group source.Project.Layer by space).ToDictionary(layers => layers.Key, layers => layers.Min(), StringComparer.Ordinal));

    /// <summary>Gets the layer of each namespace; where tests share a namespace with production, that of production.</summary>
    public static IReadOnlyDictionary<string, Layer> Layers => Found.Value;

    /// <summary>Gets every use of a namespace of ours by a file that stands in another one.</summary>
    /// <param name="sources">The files that use.</param>
    /// <returns>The file, its namespace, the namespace used, and the line.</returns>
    public static IEnumerable<(SourceFile Source, string From, string To, int Line)> Uses(IEnumerable<SourceFile> sources) =>
        from source in sources
        from @from in source.Namespaces.DefaultIfEmpty("")
        from use in source.Uses
        let to = Resolve(@from, use.Name)
        where to is not null && to != @from
        select (source, @from, to, use.Line);

    public static bool IsIn(string name, string space) =>
        name == space || name.StartsWith(space + ".", StringComparison.Ordinal);

    // A name may be a type in a namespace, and may be relative to any of the namespaces around it.
    private static string? Resolve(string from, string name)
    {
        if (IsIn(name, "ExchangeHub.Protos"))
        {
            return "ExchangeHub.Protos";
        }

        for (var outer = from; ; outer = outer.Contains('.', StringComparison.Ordinal) ? outer[..outer.LastIndexOf('.')] : "")
        {
            for (var whole = outer.Length == 0 ? name : $"{outer}.{name}"; whole.Length > outer.Length; whole = Shortened(whole))
            {
                if (Layers.ContainsKey(whole))
                {
                    return whole;
                }
            }

            if (outer.Length == 0)
            {
                return null;
            }
        }
    }

    private static string Shortened(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : "";
}
