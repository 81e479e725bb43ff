using ExchangeHub.Console.Persons;

namespace ExchangeHub.Console.Asking;

/// <summary>For which party joint cases are asked: an officer asks for the own one, whoever has none says for which.</summary>
internal static class CaseParty
{
    /// <summary>Says whether the reader may say for which party is asked.</summary>
    public static bool IsOpen(Reader reader) => string.IsNullOrEmpty(reader.Account?.Division);

    /// <summary>Finds the party.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="zone">The parties, loaded.</param>
    /// <param name="asked">What the address says; nobody with a division of their own is asked.</param>
    public static string Of(Reader reader, Zone zone, string? asked) =>
        !IsOpen(reader) ? reader.Account!.Division
        : zone.Parties.Any(party => party.Division == asked) ? asked! : zone.Parties[0].Division;
}
