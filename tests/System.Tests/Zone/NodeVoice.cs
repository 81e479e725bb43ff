using System.Security.Cryptography;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Wire = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>Speaks for one node without running it: numbers, signs and wraps statements as a node would.</summary>
internal sealed class NodeVoice : IDisposable
{
    private readonly ISigningKey _key;
    private readonly StatementWriter _writer;
    private long _sequence;
    private Digest? _previous;

    public NodeVoice(string division)
        : this(division, Es256.Suite, NewKey())
    {
    }

    /// <summary>Speaks with a key of another suite.</summary>
    public NodeVoice(string division, ISignatureSuite suite, string privateKeyPem)
    {
        Division = division;
        PrivateKeyPem = privateKeyPem;
        _key = suite.ReadPrivateKey(privateKeyPem)!;
        _writer = new StatementWriter("yrd-demo", NodeId.Parse($"node:{division}"));
    }

    public string Division { get; }

    public string PublicKey => Convert.ToBase64String(_key.PublicKey.Span);

    /// <summary>Gets the key as a network file has it.</summary>
    public object RegisteredKey => _key.Suite == Es256.Suite ? PublicKey : new { key = PublicKey, suite = _key.Suite.Name };

    public string PrivateKeyPem { get; }

    public Wire.Envelope Say(Wire.Record record, DateTimeOffset publishedAt) =>
        SignNext(_writer.Write(record, Fresh(publishedAt), Place(publishedAt)));

    public Wire.Envelope Say(string dossier, Wire.LifeCycleEvent happened, DateTimeOffset publishedAt) =>
        SignNext(_writer.Write(dossier, happened, Place(publishedAt)));

    public Wire.Envelope Say(Wire.CaseAct act, DateTimeOffset publishedAt) => SignNext(_writer.Write(act, Place(publishedAt)));

    /// <summary>Says a record under a sequence of the test's choice, beside the count.</summary>
    public Wire.Envelope SayAs(long sequence, Wire.Record record, DateTimeOffset publishedAt) =>
        Sign(_writer.Write(record, Fresh(publishedAt), new StatementPlace(sequence, _previous, publishedAt)));

    /// <summary>Signs any bytes, beside the count.</summary>
    public Wire.Envelope Sign(ReadOnlyMemory<byte> payload) => ToWire(Dsse.Sign(Envelope.StatementType, payload, _key));

    public void Dispose() => _key.Dispose();

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Ulid Fresh(DateTimeOffset at) => Ulid.New(at, RandomNumberGenerator.GetBytes(10));

    private static Wire.Envelope ToWire(Envelope envelope) => new()
    {
        PayloadType = envelope.PayloadType,
        Payload = ByteString.CopyFrom(envelope.Payload.Span),
        KeyId = envelope.KeyId,
        Signature = ByteString.CopyFrom(envelope.Signature.Span),
    };

    private Wire.Envelope SignNext(ReadOnlyMemory<byte> payload)
    {
        var envelope = Dsse.Sign(Envelope.StatementType, payload, _key);
        _previous = Dsse.DigestOf(envelope);
        return ToWire(envelope);
    }

    private StatementPlace Place(DateTimeOffset publishedAt) => new(++_sequence, _previous, publishedAt);
}
