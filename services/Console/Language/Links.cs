namespace ExchangeHub.Console.Language;

/// <summary>Addresses of the pages.</summary>
internal static class Links
{
    /// <summary>Writes the address of a record's page.</summary>
    /// <param name="of">Record id or dossier.</param>
    public static string Record(string of) => $"/record?of={Uri.EscapeDataString(of)}";

    /// <summary>Writes the address of the page that says why a receiver relies on a record, or does not.</summary>
    public static string Why(string of, string receiver) =>
        $"/why?of={Uri.EscapeDataString(of)}&for={Uri.EscapeDataString(receiver)}";

    /// <summary>Writes the address of the page that shows what rests on a record.</summary>
    public static string Cascade(string of) => $"/cascade?of={Uri.EscapeDataString(of)}";

    /// <summary>Writes the address of an enterprise's page.</summary>
    public static string Enterprise(string code) => $"/enterprise?code={Uri.EscapeDataString(code)}";
}
