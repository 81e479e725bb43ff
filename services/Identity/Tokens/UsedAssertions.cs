using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Identity.State;

namespace ExchangeHub.Identity.Tokens;

/// <summary>The assertions that counted already, in PostgreSQL: what one process took, no other takes again.</summary>
internal sealed class UsedAssertions(Database database)
{
    /// <summary>Takes an assertion.</summary>
    /// <param name="client">Whose it is.</param>
    /// <param name="jti">Its name.</param>
    /// <param name="until">When it would be refused for its age.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False when it was taken before.</returns>
    public async Task<bool> TakeAsync(string client, string jti, DateTimeOffset until, CancellationToken cancellation) =>
        await database.ExecuteAsync(
            "insert into identity_assertion (client, jti, expires_at) values ($1, $2, $3) on conflict do nothing",
            [client, SHA256.HashData(Encoding.UTF8.GetBytes(jti)), until.ToUniversalTime()],
            cancellation) == 1;

    /// <summary>Forgets those that would be refused for their age.</summary>
    public Task ForgetAsync(DateTimeOffset now, CancellationToken cancellation) => database.ExecuteAsync(
        "delete from identity_assertion where expires_at < $1", [now.ToUniversalTime()], cancellation);
}
