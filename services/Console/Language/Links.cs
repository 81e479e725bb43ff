using System.Globalization;

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

    /// <summary>Says how people call a dossier: by the number of its document or permit; an entry of a positive list by its
    /// day.</summary>
    public static string Name(string dossier) => dossier.Split('/') is ["permit", var number, _] ? number
        : dossier[(dossier.LastIndexOf('/') + 1)..];

    /// <summary>Writes the address of an enterprise's page.</summary>
    public static string Enterprise(string code) => $"/enterprise?code={Uri.EscapeDataString(code)}";

    /// <summary>Writes the address of the page of an evidence package.</summary>
    /// <param name="id">Record id or dossier.</param>
    public static string Evidence(string id) => $"/evidence?id={Uri.EscapeDataString(id)}";

    /// <summary>Writes the address of the page of a joint case.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="receiver">For which party is asked; null for the reader's own.</param>
    public static string Case(string number, string? receiver) =>
        With($"/cases/{Uri.EscapeDataString(number)}", ("for", receiver));

    /// <summary>Writes the address of the form for an act in a joint case, or of the joint team.</summary>
    /// <param name="deed">The name of the field of <c>CaseAct</c>.</param>
    /// <param name="number">The number of the case; null for none.</param>
    public static string Act(string deed, string? number) => With("/cases/act", ("number", number), ("deed", deed));

    /// <summary>Writes an address with what it asks for; what is empty is left out.</summary>
    public static string With(string path, params (string Name, string? Value)[] asked) =>
        asked.Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}").ToArray() is { Length: > 0 } pairs
            ? $"{path}?{string.Join('&', pairs)}" : path;

    /// <summary>Writes the address of the page that proves what was said of a record.</summary>
    /// <param name="of">Record id or dossier.</param>
    public static string Proofs(string of) => $"/proof?record={Uri.EscapeDataString(of)}";

    /// <summary>Writes the address of the page that proves the event at a position.</summary>
    public static string Proof(long position) => string.Create(CultureInfo.InvariantCulture, $"/proof?position={position}");

    /// <summary>Writes the address of the form in which an officer decides.</summary>
    public static string Decide(string of, string receiver) =>
        $"/decide?record={Uri.EscapeDataString(of)}&for={Uri.EscapeDataString(receiver)}";

    /// <summary>Writes the address of an export that was asked for.</summary>
    public static string Export(string id) => $"/export?request={Uri.EscapeDataString(id)}";

    /// <summary>Writes the address of what waits for a second officer.</summary>
    public static string Confirm(string proposal) => $"/confirm?proposal={Uri.EscapeDataString(proposal)}";

    /// <summary>Writes the address that shows the same page in the other language.</summary>
    public static string Language(HttpRequest request, bool isChinese) =>
        $"/language?to={(isChinese ? "en" : "zh")}&back={Uri.EscapeDataString(request.Path + request.QueryString)}";

    /// <summary>Says whether an address leads to this console alone: one slash and then none, or the browser would take what
    /// follows for another host.</summary>
    public static bool IsLocal(string? path) => path is ['/'] or ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl);
}
