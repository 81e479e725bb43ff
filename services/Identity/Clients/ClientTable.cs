using System.Data.Common;
using ExchangeHub.Identity.State;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Identity.Clients;

/// <summary>The clients in PostgreSQL. Each request asks it, so that a client is out at once when it is taken out.</summary>
internal sealed class ClientTable(Database database)
{
    /// <summary>Takes over what a file says. Clients that it no longer names are revoked; nothing is forgotten.</summary>
    public Task ApplyAsync(IReadOnlyCollection<Client> clients, DateTimeOffset at, CancellationToken cancellation) =>
        database.AloneAsync(
            async connection =>
            {
                await Database.RunAsync(
                    connection,
                    "update identity_client set revoked_at = $2 where revoked_at is null and id <> all($1)",
                    [clients.Select(client => client.Id).ToArray(), at],
                    cancellation);
                foreach (var client in clients)
                {
                    await PutAsync(connection, client, at, cancellation);
                }
            },
            cancellation);

    /// <summary>Finds a client that is not revoked.</summary>
    public async Task<Client?> FindAsync(string id, CancellationToken cancellation) => (await database.ReadAsync(
        "select id, party, scopes, pin, jwks, uri from identity_client where id = $1 and revoked_at is null",
        [id],
        Read,
        cancellation)).SingleOrDefault();

    private static Task<int> PutAsync(
        DbConnection connection, Client client, DateTimeOffset at, CancellationToken cancellation) => Database.RunAsync(
        connection,
        """
        insert into identity_client (id, party, scopes, pin, jwks, uri, applied_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update set
          party = excluded.party, scopes = excluded.scopes, pin = excluded.pin, jwks = excluded.jwks,
          uri = excluded.uri, applied_at = excluded.applied_at, revoked_at = null
        """,
        [
            client.Id, client.Party.ToString(), client.Scopes.ToArray(),
            client.Pin is { } pin ? pin.ToArray() : DBNull.Value, (object?)client.Jwks ?? DBNull.Value,
            (object?)client.Uri ?? DBNull.Value, at,
        ],
        cancellation);

    private static Client Read(DbDataReader row) => new(
        row.GetString(0), Jurisdiction.Parse(row.GetString(1)), [.. row.GetFieldValue<string[]>(2)])
    {
        Pin = row.IsDBNull(3) ? null : [.. row.GetFieldValue<byte[]>(3)],
        Jwks = row.IsDBNull(4) ? null : row.GetString(4),
        Uri = row.IsDBNull(5) ? null : row.GetString(5),
    };
}
