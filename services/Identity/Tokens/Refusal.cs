namespace ExchangeHub.Identity.Tokens;

/// <summary>Why a request got no token.</summary>
/// <param name="Status">The status that the client is answered with.</param>
/// <param name="Error">The code of RFC 6749, 5.2, which is all that the client is told.</param>
/// <param name="Ground">The ground, in the words of the log; nothing of the request is in it.</param>
internal sealed record Refusal(int Status, string Error, string Ground)
{
    public static Refusal Request(string ground) => new(StatusCodes.Status400BadRequest, "invalid_request", ground);

    public static Refusal Client(string ground) => new(StatusCodes.Status401Unauthorized, "invalid_client", ground);

    public static Refusal Scope(string ground) => new(StatusCodes.Status400BadRequest, "invalid_scope", ground);

    public static Refusal Target(string ground) => new(StatusCodes.Status400BadRequest, "invalid_target", ground);

    public static Refusal Grant(string ground) => new(StatusCodes.Status400BadRequest, "unsupported_grant_type", ground);
}
