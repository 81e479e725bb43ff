using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Registry;

/// <summary>
/// Keeps the acts of the agreement and works out the rules from them, as the hub does, and trusts none of them unverified: the
/// hub can withhold an act, but neither make nor change one.
/// </summary>
internal sealed class AgreementKeeper
{
    private readonly NodeStore _store;
    private readonly IAgreementActReader _reader;
    private readonly ReadRules _readRules;
    private AgreementState _state;

    public AgreementKeeper(Network founded, NodeStore store, IAgreementActReader reader, ReadRules readRules)
    {
        (_store, _reader, _readRules) = (store, reader, readRules);
        _state = AgreementState.Of(founded);
        using var connection = store.Read();
        foreach (var (number, act, digest) in connection.Rows(
            "SELECT number, act, digest FROM act ORDER BY number",
            row => (row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2))))
        {
            _state = SHA256.HashData(act).AsSpan().SequenceEqual(digest)
                ? After(FollowActsResponse.Parser.ParseFrom(act))
                : throw new InvalidDataException($"Act {number} of the agreement was changed on disk.");
        }
    }

    /// <summary>Gets the agreement as it stands.</summary>
    public AgreementState State => Volatile.Read(ref _state);

    /// <summary>Takes the next act; durable when the task completes.</summary>
    /// <exception cref="UnsoundActException">It is not the next one, or not one that the hub could have taken.</exception>
    public async Task TakeAsync(FollowActsResponse act, CancellationToken cancellation)
    {
        var state = After(act);
        var bytes = act.ToByteArray();
        _ = await _store.WriteAsync(connection => Store(connection, act.Number, bytes), cancellation);
        Volatile.Write(ref _state, state);
    }

    private AgreementState After(FollowActsResponse sent)
    {
        if (sent.Number != State.Acts + 1)
        {
            throw new UnsoundActException($"expected act {State.Acts + 1}, found act {sent.Number}.");
        }

        var envelope = sent.Envelope is not { } wire ? null
            : new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
        var (act, violations) = SealedAct.Open(State.Founded, envelope, _reader);
        if (act is null)
        {
            throw new UnsoundActException($"act {sent.Number}: {violations[0].Sentence.English}");
        }

        var at = sent.TakenAt.ToDateTimeOffset();
        return AgreementActs.Check(State, act, at, _readRules) is { } rejection
            ? throw new UnsoundActException($"act {sent.Number}: {rejection.Message.English}")
            : State.Apply(act, at, _readRules);
    }

    private static int Store(SqliteConnection connection, int number, byte[] act) => connection.Execute(
        "INSERT INTO act(number, act, digest) VALUES ($number, $act, $digest)",
        ("$number", number), ("$act", act), ("$digest", SHA256.HashData(act)));
}

/// <summary>The hub told of an act that cannot be one.</summary>
internal sealed class UnsoundActException(string message) : Exception(message);
