using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>Searches as a form states them.</summary>
internal static class Searching
{
    /// <summary>A day before every record: a search that names no condition begins here, because the hub wants one.</summary>
    public const string FirstDay = "1949-10-01";

    /// <summary>Gives a search a condition when it has none.</summary>
    public static FindRecordsRequest Restricted(FindRecordsRequest request)
    {
        if (new[] { request.Kind, request.Jurisdiction, request.Subject, request.SubjectName, request.DocumentNumber,
            request.RecognisedBy, request.DecidedFrom }.All(text => text.Length == 0))
        {
            request.DecidedFrom = FirstDay;
        }

        return request;
    }
}
