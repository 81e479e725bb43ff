using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Records;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;
using Record = ExchangeHub.Protos.Record.V1.Record;
using Statement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.SystemTests;

/// <summary>A hub whose network holds a revoked key of Qingpu and a time-stamping authority, and the node of Wujiang.</summary>
public sealed class ZoneWithRevokedKey : IAsyncLifetime, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-tsa-").FullName;
    private District? _district;
    private NodeProcess? _node;

    internal NodeVoice Qingpu { get; } = new("310118");

    internal NodeVoice QingpuBefore { get; } = new("310118");

    internal NodeVoice Wujiang { get; } = new("320509");

    internal HubProcess Hub { get; private set; } = null!;

    internal GrpcChannel Channel { get; private set; } = null!;

    internal NodeService.NodeServiceClient WujiangNode { get; private set; } = null!;

    /// <summary>Gets what was signed with the old key, and stamped, before it was revoked.</summary>
    internal Envelope Stamped { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stamped = QingpuBefore.Say(Packages.Of("EP-310118-20260420-003"), Samples.PublishedAt);
        await OpensslAsync(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=TSA",
            "-addext", "extendedKeyUsage=critical,timeStamping", "-keyout", "tsa.key", "-out", "tsa.pem");
        Stamped.TimestampToken = ByteString.CopyFrom(await StampAsync(Stamped.Signature.ToByteArray()));
        var revokedAt = DateTimeOffset.UtcNow.AddSeconds(2);

        Hub = new HubProcess([Qingpu, Wujiang]);
        await OpensslAsync("x509", "-in", "tsa.pem", "-outform", "DER", "-out", "tsa.der");
        var network = JsonNode.Parse(await File.ReadAllTextAsync(Hub.NetworkFile))!;
        network["timestampAuthorities"] =
            new JsonArray(Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(_folder, "tsa.der"))));
        network["nodes"]![0]!["keys"]!.AsArray().Add(new JsonObject
        {
            ["key"] = QingpuBefore.PublicKey,
            ["revokedAt"] = revokedAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        });
        await File.WriteAllTextAsync(Hub.NetworkFile, network.ToJsonString());
        await Hub.StartAsync();
        Channel = Hub.Connect();

        _district = new District("320509", Hub.Address, Qingpu, Wujiang);
        await File.WriteAllTextAsync(_district.NetworkFile, network.ToJsonString());
        _node = await NodeProcess.StartAsync(_district);
        WujiangNode = new NodeService.NodeServiceClient(GrpcChannel.ForAddress(
            (await File.ReadAllTextAsync(Path.Combine(_district.DataFolder, "address"))).Trim()));
        await Eventually.HoldsAsync(() => Task.FromResult(DateTimeOffset.UtcNow > revokedAt));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        _ = await _node!.EndAsync();
        _node.Dispose();
        await _district!.DisposeAsync();
        await Hub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Has the authority stamp some bytes, with the software of others.</summary>
    internal async Task<byte[]> StampAsync(byte[] signature)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "signature"), signature);
        await File.WriteAllTextAsync(Path.Combine(_folder, "tsa.cnf"), """
            [tsa]
            default_tsa = conf
            [conf]
            serial = serial
            default_policy = 1.2.3.4.1
            digests = sha256
            signer_digest = sha256
            accuracy = millisecs:500
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "serial"), "01\n");
        await OpensslAsync("ts", "-query", "-data", "signature", "-sha256", "-cert", "-out", "query");
        await OpensslAsync(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "conf", "-queryfile", "query", "-signer", "tsa.pem", "-inkey",
            "tsa.key", "-token_out", "-out", "token");
        return await File.ReadAllBytesAsync(Path.Combine(_folder, "token"));
    }

    private async Task OpensslAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _folder, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}

/// <summary>Packages of Qingpu.</summary>
internal static class Packages
{
    // Variant g of scenario S08: nothing is wrong with it but a certificate of three.
    private static readonly string Sound = JsonNode.Parse(File.ReadAllText(
        Path.Combine(RunningZone.Samples, "s08.json")))!["steps"]![7]!["submit"]!["record"]!.ToJsonString();

    public static Record Of(string number)
    {
        var record = Record.Parser.ParseJson(Sound);
        record.RecordId = "";
        (record.Jurisdiction, record.LegalIssuer, record.ActingUnit) = ("310118", Samples.Qingpu, Samples.Qingpu);
        record.Evidence.PackageNumber = number;
        return record;
    }
}

/// <summary>Scenario S07, through a hub, a node and the software of others: what does not verify is put aside, seen by nobody
/// and counted nowhere; its sender is told why.</summary>
public sealed class When_signatures_are_wrong(ZoneWithRevokedKey zone) : IClassFixture<ZoneWithRevokedKey>
{
    private readonly PublicationService.PublicationServiceClient _publications = new(zone.Channel);

    [Fact]
    public async Task A_tag_manifest_that_was_changed_after_signing_is_put_aside()
    {
        var envelope = zone.Qingpu.Say(Packages.Of("EP-310118-20260420-101"), Samples.PublishedAt);
        var statement = Statement.Parser.ParseFrom(envelope.Payload);
        statement.Record.Evidence.Bag.TagManifestSha256 = ByteString.CopyFrom(new byte[32]);
        envelope.Payload = statement.ToByteString();

        await PutAside(envelope, "REF-SIG-INVALID", "EP-310118-20260420-101", holdsContent: true);
    }

    [Fact]
    public async Task A_bag_that_contradicts_itself_is_put_aside()
    {
        var record = Packages.Of("EP-310118-20260420-102");
        record.Evidence.Bag.SizeBytes = 1;

        await PutAside(
            zone.Qingpu.Say(record, Samples.PublishedAt), "REF-INT-BAG", "EP-310118-20260420-102", holdsContent: true);
    }

    [Fact]
    public async Task The_key_of_another_node_raises_an_alarm()
    {
        var statement = zone.Qingpu.Say(Packages.Of("EP-310118-20260420-103"), Samples.PublishedAt).Payload;

        await PutAside(
            zone.Wujiang.Sign(statement.Memory), "REF-SIG-KEY", "EP-310118-20260420-103", holdsContent: true);

        await Eventually.HoldsAsync(() => Task.FromResult(zone.Hub.Log().Contains(
            "The key of node:320509 signed a statement in the name of node:310118", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_that_was_revoked_signs_nothing_any_more()
    {
        await PutAside(
            zone.QingpuBefore.Say(Packages.Of("EP-310118-20260420-104"), Samples.PublishedAt),
            "REF-SIG-KEY", "EP-310118-20260420-104", holdsContent: true);
    }

    [Fact]
    public async Task A_trusted_time_stamp_shows_that_it_was_signed_before()
    {
        var receipt = (await _publications.PublishAsync(new PublishRequest { Envelope = zone.Stamped })).Receipt;

        await Eventually.HoldsAsync(async () =>
            (await zone.WujiangNode.GetStatusAsync(new GetStatusRequest())).InboxPosition >= receipt.LastPosition);
        var relied = await zone.WujiangNode.RelyAsync(new RelyRequest { Dossier = receipt.Dossier });
        Assert.Equal(Outcome.Recognised, Assert.Single(relied.Reliances).Decision.Outcome);
        Assert.Equal(0, (await zone.WujiangNode.GetStatusAsync(new GetStatusRequest())).Quarantined);
    }

    [Theory]
    [InlineData("a time-stamp that was made too late")]
    [InlineData("a time-stamp over another signature")]
    [InlineData("a time-stamp that was changed")]
    public async Task Any_other_time_stamp_shows_nothing(string which)
    {
        var number = $"EP-310118-20260420-2{which.Length}";
        var envelope = zone.QingpuBefore.Say(Packages.Of(number), Samples.PublishedAt);
        var token = which == "a time-stamp that was made too late"
            ? await zone.StampAsync(envelope.Signature.ToByteArray())
            : zone.Stamped.TimestampToken.ToByteArray();
        if (which == "a time-stamp that was changed")
        {
            envelope = zone.Stamped.Clone();
            token[^1] ^= 1;
        }

        envelope.TimestampToken = ByteString.CopyFrom(token);
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await _publications.PublishAsync(new PublishRequest { Envelope = envelope }));

        Assert.Equal("REF-SIG-KEY", CodeOf(refused));
    }

    [Fact]
    public async Task A_number_of_an_identity_card_is_kept_nowhere()
    {
        const string Number = "320509190002020021";
        var record = Packages.Of("EP-310118-20260420-105");
        record.Evidence.Items[0].Title = $"当事人 {Number} 的陈述";

        await PutAside(
            zone.Qingpu.Say(record, Samples.PublishedAt), "REF-PRIV-RAW", "EP-310118-20260420-105", holdsContent: false);

        await Eventually.HoldsAsync(() =>
            zone.Hub.Log().Contains("record.evidence.items[0].title", StringComparison.Ordinal));
        Assert.DoesNotContain(Number, zone.Hub.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_put_aside_is_not_found()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _publications.GetQuarantinedAsync(new GetQuarantinedRequest { StatementDigest = Samples.SomeHash }));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    private static string CodeOf(RpcException failure) =>
        Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin")).Details
            .Single(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Metadata["reason_code"];

    private async Task PutAside(Envelope envelope, string code, string number, bool holdsContent)
    {
        // 1. The sender is told the code.
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await _publications.PublishAsync(new PublishRequest { Envelope = envelope }));
        Assert.Equal(code, CodeOf(refused));

        // 2. It is kept for thirty days, for who has the statement.
        var digest = Dsse.DigestOf(
            new Records.Envelope(envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory));
        var kept = await _publications.GetQuarantinedAsync(
            new GetQuarantinedRequest { StatementDigest = ByteString.CopyFrom([.. digest.ToBytes()]) });
        Assert.Equal([code], kept.ReasonCodes);
        Assert.Equal(TimeSpan.FromDays(30), kept.KeptUntil.ToDateTimeOffset() - kept.ReceivedAt.ToDateTimeOffset());
        Assert.Equal(holdsContent, kept.HoldsContent);

        // 3. Nobody sees it, and nothing counts it.
        var dossier = $"evidence/310118/{number}";
        var queries = new QueryService.QueryServiceClient(zone.Channel);
        var missing = await Assert.ThrowsAsync<RpcException>(async () =>
            await queries.GetRecordAsync(new GetRecordRequest { Dossier = dossier }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Empty((await queries.FindRecordsAsync(new FindRecordsRequest { DocumentNumber = number })).Records);
        using var call = new DeliveryService.DeliveryServiceClient(zone.Channel).Subscribe(new SubscribeRequest
        {
            Subscription = "everything", Receiver = "320509", AfterPosition = 0,
        });
        while (await call.ResponseStream.MoveNext(CancellationToken.None)
            && call.ResponseStream.Current.Delivery is { } delivery)
        {
            Assert.NotEqual(dossier, delivery.Dossier);
        }
    }
}
