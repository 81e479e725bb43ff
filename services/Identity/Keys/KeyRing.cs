using System.Collections.Immutable;
using System.Data.Common;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.State;

namespace ExchangeHub.Identity.Keys;

/// <summary>The keys that sign tokens, from PostgreSQL. They follow each other without anybody's hand.</summary>
/// <remarks>
/// No key signs before it has been published for as long as resource servers may keep what they read, and none goes before the
/// last token under it is void and forgotten. The very first signs at once: nobody can have read anything before.
/// </remarks>
internal sealed class KeyRing(Database database, KeySeal seal, TimeProvider clock)
{
    private ImmutableArray<SigningKey> _keys = [];

    /// <summary>Gets the keys that are published now, oldest first.</summary>
    public ImmutableArray<SigningKey> Published => _keys;

    /// <summary>Gets the key that signs now.</summary>
    public SigningKey Current
    {
        get
        {
            var now = clock.GetUtcNow();
            return _keys.LastOrDefault(key => key.SignsFrom <= now) ?? _keys[0];
        }
    }

    /// <summary>Reads the keys, makes the next one when it is time, and lets old ones go.</summary>
    /// <exception cref="SettingException">A key cannot be opened.</exception>
    public Task TurnAsync(CancellationToken cancellation) => database.AloneAsync(
        async connection =>
        {
            var now = clock.GetUtcNow();
            var keys = await ReadAsync(connection, cancellation);
            var last = keys.LastOrDefault();
            if (last is null)
            {
                keys = [await AddAsync(connection, now, cancellation)];
            }
            else if (now >= last.SignsFrom + Profile.KeyLife - Profile.KeyAhead)
            {
                var (due, soonest) = (last.SignsFrom + Profile.KeyLife, now + Profile.KeyCache + Profile.Skew);
                keys = [.. keys, await AddAsync(connection, due > soonest ? due : soonest, cancellation)];
            }

            // The key before is of no use any more when no token under it can be good, wherever an old list is kept.
            var forgotten = now - Profile.TokenLife - Profile.KeyCache;
            var gone = keys.Zip(keys.Skip(1)).Where(pair => pair.Second.SignsFrom < forgotten)
                .Select(pair => pair.First.Kid).ToArray();
            await Database.RunAsync(
                connection, "delete from identity_signing_key where kid = any($1)", [gone], cancellation);
            _keys = [.. keys.Where(key => !gone.Contains(key.Kid, StringComparer.Ordinal))];
        },
        cancellation);

    private async Task<ImmutableArray<SigningKey>> ReadAsync(DbConnection connection, CancellationToken cancellation) =>
    [
        .. await Database.ReadAsync(
            connection,
            "select kid, signs_from, sealed from identity_signing_key order by signs_from",
            [],
            row => Open(row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<byte[]>(2)),
            cancellation),
    ];

    // Opened once; later turns find the same key.
    private SigningKey Open(string kid, DateTimeOffset signsFrom, byte[] stored) =>
        _keys.FirstOrDefault(key => key.Kid == kid) ?? SigningKey.Read(seal.Open(kid, stored), signsFrom);

    private async Task<SigningKey> AddAsync(DbConnection connection, DateTimeOffset signsFrom, CancellationToken cancellation)
    {
        // As the database will give it back, which counts in microseconds.
        var key = SigningKey.Make(new DateTimeOffset(signsFrom.Ticks - (signsFrom.Ticks % 10), TimeSpan.Zero));
        await Database.RunAsync(
            connection,
            """
            insert into identity_signing_key (kid, created_at, signs_from, public_key, sealed) values ($1, $2, $3, $4, $5)
            """,
            [
                key.Kid, clock.GetUtcNow(), key.SignsFrom, key.Key.ECDsa.ExportSubjectPublicKeyInfo(),
                seal.Seal(key.Kid, key.Key.ECDsa.ExportPkcs8PrivateKey()),
            ],
            cancellation);
        return key;
    }
}
