using ExchangeHub.Console.Language;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>A search as an address states it: the same for the page, for the rows that follow, and for the file.</summary>
internal sealed class SearchAsked(IQueryCollection query)
{
    /// <summary>How many rows follow at a time.</summary>
    public const int RowsThatFollow = 40;

    private static readonly string[] Names =
        ["name", "code", "number", "kind", "district", "by", "of", "outcome", "from", "to", "size"];

    /// <summary>Gets a condition as it was typed; empty when it was not.</summary>
    public string this[string name] => query[name].FirstOrDefault() ?? "";

    /// <summary>Gets the question to the hub; a search that names nobody is bounded by days.</summary>
    public (FindRecordsRequest Request, bool IsBounded) Ask(DateOnly today, int pageSize)
    {
        var request = new FindRecordsRequest
        {
            SubjectName = this["name"].Trim(),
            Subject = this["code"].Trim().ToUpperInvariant(),
            DocumentNumber = this["number"].Trim(),
            Kind = this["kind"],
            Jurisdiction = this["district"],
            RecognisedBy = this["by"],
            OutcomeOf = this["of"],
            Outcome = Enum.TryParse<Outcome>(this["outcome"], out var outcome) ? outcome : Outcome.Unspecified,
            DecidedFrom = this["from"],
            DecidedTo = this["to"],
            PageToken = this["after"],
            PageSize = pageSize,
        };
        return (request, Searching.Bound(request, today));
    }

    /// <summary>Writes an address with the same conditions.</summary>
    public string Address(string path, params (string Name, string? Value)[] more) =>
        Links.With(path, [.. Names.Select(name => (name, (string?)this[name])), .. more]);

    /// <summary>Writes the address of the page with what a question finds.</summary>
    public static string AddressOf(FindRecordsRequest request) => Links.With(
        "/search", ("name", request.SubjectName), ("code", request.Subject), ("number", request.DocumentNumber),
        ("kind", request.Kind), ("district", request.Jurisdiction), ("by", request.RecognisedBy), ("of", request.OutcomeOf),
        ("outcome", request.Outcome == Outcome.Unspecified ? "" : $"{request.Outcome}"), ("from", request.DecidedFrom),
        ("to", request.DecidedTo));

    /// <summary>Writes where the rows after a page are.</summary>
    /// <returns>Empty when there are none.</returns>
    public string Following(string token) => token.Length == 0 ? "" : Address("/search/rows", ("after", token));
}
