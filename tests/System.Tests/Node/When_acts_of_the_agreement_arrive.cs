using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Node.Registry;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = ExchangeHub.Protos.Agreement.V1.AgreementAct;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A node works out the rules for itself. A hub that makes up an act, changes one or leaves one out is found out, and
/// the rules stay as they were.</summary>
public sealed class When_acts_of_the_agreement_arrive : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);
    private readonly Network _network = NetworkFile.Parse(DemoNetwork.Json([]), new RuleSetFolder("/").Read);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-keeper-");
    private NodeStore _store = null!;
    private AgreementKeeper _keeper = null!;

    public Task InitializeAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_party_signed_counts_and_is_kept()
    {
        await _keeper.TakeAsync(Leaving(1, "330421", "330421", "2027-03-31"), default);
        await _store.DisposeAsync();
        Open();

        Assert.Equal(1, _keeper.State.Acts);
        Assert.False(_keeper.State.Network.Agreement.InForceOn(new DateOnly(2027, 4, 1))!.Binds(Jurisdiction.Parse("330421")));
        Assert.True(_keeper.State.Network.Agreement.InForceOn(new DateOnly(2027, 3, 31))!.Binds(Jurisdiction.Parse("330421")));
    }

    [Theory]
    [InlineData("310118", "330421", "2027-03-31", 1)] // signed by another party
    [InlineData("330421", "330421", "2026-12-31", 1)] // a notice that the rules do not allow
    [InlineData("330421", "330421", "2027-03-31", 2)] // one that was left out before it
    public async Task What_no_hub_could_have_taken_changes_nothing(string signer, string party, string lastDay, int number)
    {
        _ = await Assert.ThrowsAsync<UnsoundActException>(
            () => _keeper.TakeAsync(Leaving(number, signer, party, lastDay), default));

        Assert.Equal(0, _keeper.State.Acts);
        Assert.Same(_network, _keeper.State.Network);
    }

    [Fact]
    public async Task An_act_that_was_changed_on_its_way_changes_nothing()
    {
        var act = Leaving(1, "330421", "330421", "2027-03-31");
        var said = Wire.Parser.ParseFrom(act.Envelope.Payload);
        said.GiveNotice.LastDay = "2027-02-28";
        act.Envelope.Payload = said.ToByteString();

        _ = await Assert.ThrowsAsync<UnsoundActException>(() => _keeper.TakeAsync(act, default));
        Assert.Equal(0, _keeper.State.Acts);
    }

    [Fact]
    public async Task An_act_that_was_changed_on_disk_is_noticed()
    {
        await _keeper.TakeAsync(Leaving(1, "330421", "330421", "2027-03-31"), default);
        _ = await _store.WriteAsync(
            connection => connection.Execute("UPDATE act SET act = CAST(X'00' || act AS BLOB)"), default);
        await _store.DisposeAsync();

        _ = Assert.Throws<InvalidDataException>(Open);
    }

    private static FollowActsResponse Leaving(int number, string signer, string party, string lastDay)
    {
        var act = new Wire
        {
            NetworkId = "yrd-demo",
            Agreement = "agr:yrd-demo-2020",
            Party = party,
            After = number - 1,
            SignedAt = Timestamp.FromDateTimeOffset(At),
            GiveNotice = new GiveNotice { LastDay = lastDay },
        };
        var envelope = Dsse.Sign(
            ExchangeHub.Agreements.AgreementAct.PayloadType, act.ToByteArray(), DemoNetwork.PartyKey(signer));
        return new FollowActsResponse
        {
            Number = number,
            TakenAt = Timestamp.FromDateTimeOffset(At),
            Envelope = new()
            {
                PayloadType = envelope.PayloadType,
                Payload = ByteString.CopyFrom(envelope.Payload.Span),
                KeyId = envelope.KeyId,
                Signature = ByteString.CopyFrom(envelope.Signature.Span),
            },
        };
    }

    private void Open()
    {
        _store = new NodeStore(_folder.FullName);
        _keeper = new AgreementKeeper(_network, _store, new AgreementActReader(), RuleSetFolder.Parse);
    }
}
