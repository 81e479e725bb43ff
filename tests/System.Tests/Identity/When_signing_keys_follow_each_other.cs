using System.Security.Cryptography;
using ExchangeHub.Identity.Keys;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.State;
using Npgsql;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>
/// A resource server that has read the keys keeps them for an hour. A key that signs before everybody can know it makes good
/// tokens bad; one that goes too early does the same, in the night, ninety days after anybody looked.
/// </summary>
[Collection(SharedAuthority.Name)]
public sealed class When_signing_keys_follow_each_other(Authority authority)
{
    private static readonly DateTimeOffset Begin = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    private readonly ShiftedClock _clock = new(Begin);

    [Fact]
    public async Task The_next_one_is_published_an_hour_before_it_signs_and_the_last_one_stays_until_its_tokens_are_forgotten()
    {
        await using var source = await SourceAsync();
        using var seal = new KeySeal(RandomNumberGenerator.GetBytes(32));
        var ring = await RingAsync(source, seal);
        var first = ring.Current.Kid;

        await At(ring, Profile.KeyLife - Profile.KeyAhead - TimeSpan.FromMinutes(1));
        Assert.Equal([first], Kids(ring));

        await At(ring, Profile.KeyLife - Profile.KeyAhead);
        var second = Kids(ring)[1];
        Assert.Equal((first, 2), (ring.Current.Kid, Kids(ring).Length));

        await At(ring, Profile.KeyLife - TimeSpan.FromSeconds(1));
        Assert.Equal(first, ring.Current.Kid);
        await At(ring, Profile.KeyLife);
        Assert.Equal(second, ring.Current.Kid);

        await At(ring, Profile.KeyLife + Profile.TokenLife + Profile.KeyCache);
        Assert.Equal([first, second], Kids(ring));
        await At(ring, Profile.KeyLife + Profile.TokenLife + Profile.KeyCache + TimeSpan.FromSeconds(1));
        Assert.Equal([second], Kids(ring));
    }

    [Fact]
    public async Task A_service_that_was_down_when_the_key_ended_signs_with_the_old_one_until_the_new_one_can_be_known()
    {
        await using var source = await SourceAsync();
        using var seal = new KeySeal(RandomNumberGenerator.GetBytes(32));
        var ring = await RingAsync(source, seal);
        var first = ring.Current.Kid;

        await At(ring, Profile.KeyLife * 2);
        Assert.Equal((first, 2), (ring.Current.Kid, Kids(ring).Length));
        await At(ring, (Profile.KeyLife * 2) + Profile.KeyCache);
        Assert.Equal(first, ring.Current.Kid);
        await At(ring, (Profile.KeyLife * 2) + Profile.KeyCache + Profile.Skew);
        Assert.NotEqual(first, ring.Current.Kid);
    }

    [Fact]
    public async Task Two_services_on_one_database_have_the_same_keys()
    {
        await using var source = await SourceAsync();
        using var seal = new KeySeal(RandomNumberGenerator.GetBytes(32));
        var rings = await Task.WhenAll(RingAsync(source, seal), RingAsync(source, seal), RingAsync(source, seal));

        _clock.Passed = Profile.KeyLife - Profile.KeyAhead;
        await Task.WhenAll(rings.Select(ring => ring.TurnAsync(CancellationToken.None)));

        Assert.Single(rings.Select(ring => string.Join(' ', Kids(ring))).Distinct());
        Assert.Equal(2, Kids(rings[0]).Length);
    }

    [Fact]
    public async Task Keys_that_were_sealed_under_another_key_or_moved_are_not_opened()
    {
        await using var source = await SourceAsync();
        using var seal = new KeySeal(RandomNumberGenerator.GetBytes(32));
        using var other = new KeySeal(RandomNumberGenerator.GetBytes(32));
        _ = await RingAsync(source, seal);

        _ = await Assert.ThrowsAsync<SettingException>(() => RingAsync(source, other));
        await using var move = source.CreateCommand("update identity_signing_key set kid = 'another'");
        Assert.Equal(1, await move.ExecuteNonQueryAsync());
        _ = await Assert.ThrowsAsync<SettingException>(() => RingAsync(source, seal));
    }

    [Fact]
    public async Task The_database_holds_no_private_key_that_can_be_read()
    {
        await using var source = NpgsqlDataSource.Create(authority.ConnectionString);
        await using var command = source.CreateCommand("select public_key, sealed from identity_signing_key");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(reader.GetFieldValue<byte[]>(0), out _);

        var stored = reader.GetFieldValue<byte[]>(1);
        for (var start = 0; start < stored.Length; start++)
        {
            _ = Assert.ThrowsAny<CryptographicException>(() =>
            {
                using var tried = ECDsa.Create();
                tried.ImportPkcs8PrivateKey(stored.AsSpan(start), out _);
            });
        }
    }

    private static string[] Kids(KeyRing ring) => [.. ring.Published.Select(key => key.Kid)];

    private async Task<NpgsqlDataSource> SourceAsync()
    {
        var source = NpgsqlDataSource.Create(await authority.CreateDatabaseAsync());
        await new Database(source).InstallAsync(CancellationToken.None);
        await new Database(source).InstallAsync(CancellationToken.None); // a second time changes nothing
        return source;
    }

    private async Task<KeyRing> RingAsync(NpgsqlDataSource source, KeySeal seal)
    {
        var ring = new KeyRing(new Database(source), seal, _clock);
        await ring.TurnAsync(CancellationToken.None);
        return ring;
    }

    private Task At(KeyRing ring, TimeSpan passed)
    {
        _clock.Passed = passed;
        return ring.TurnAsync(CancellationToken.None);
    }

    private sealed class ShiftedClock(DateTimeOffset begin) : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => begin + Passed;
    }
}
