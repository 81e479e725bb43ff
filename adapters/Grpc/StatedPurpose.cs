using System.Text;

namespace ExchangeHub.Grpc;

/// <summary>Says with every call for which purpose it reads, as docs/protocol.md has it; a call that says so itself is left as it
/// is.</summary>
/// <param name="inner">Sends the calls.</param>
/// <param name="purpose">The word of the purpose; null to say none.</param>
/// <param name="caseNumber">The number of the case; may be empty.</param>
/// <param name="person">Who asks, in the caller's own register; may be empty.</param>
public sealed class StatedPurpose(HttpMessageHandler inner, string? purpose, string caseNumber = "", string person = "")
    : DelegatingHandler(inner)
{
    /// <summary>The header of the purpose.</summary>
    public const string PurposeHeader = "xhub-purpose";

    /// <summary>The header of the number of the case: UTF-8, in base 64 without padding.</summary>
    public const string CaseHeader = "xhub-case-bin";

    /// <summary>The header of who asks: ASCII.</summary>
    public const string PersonHeader = "xhub-person";

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (purpose is not null && !request.Headers.Contains(PurposeHeader))
        {
            request.Headers.Add(PurposeHeader, purpose);
            Add(request, CaseHeader, Convert.ToBase64String(Encoding.UTF8.GetBytes(caseNumber)).TrimEnd('='));
            Add(request, PersonHeader, person);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static void Add(HttpRequestMessage request, string header, string value)
    {
        if (value.Length > 0)
        {
            request.Headers.Add(header, value);
        }
    }
}
