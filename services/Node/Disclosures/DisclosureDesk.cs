using System.Security.Cryptography;
using ExchangeHub.Disclosures;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Node.Errors;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Grpc.Core;
using DisclosureAct = ExchangeHub.Disclosures.DisclosureAct;
using WireEnvelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Disclosures;

/// <summary>Asks for personal values and hands them out, for the officers of this district.</summary>
internal sealed class DisclosureDesk(
    DisclosureVoice voice,
    DisclosureVault vault,
    DisclosureActStore acts,
    HeldStatements statements,
    Subscriber self)
{
    /// <summary>Keeps the clear values of a record of this node.</summary>
    public async Task<(int Kept, NodeErrors.Failure? Failure)> KeepAsync(KeepRequest request, CancellationToken cancellation)
    {
        if (statements.Own(request.Dossier) is not { Count: > 0 } own)
        {
            return (0, NodeErrors.RecordNotOurs(request.Dossier));
        }

        var wrong = request.Values.FirstOrDefault(value => !IsSound(value, own));
        return wrong is null
            ? (await vault.KeepAsync(request.Dossier, request.Values, cancellation), null)
            : (0, NodeErrors.NotCommitted(wrong.Path));
    }

    /// <summary>Asks the publisher of a record for values in it.</summary>
    /// <exception cref="RpcException">The hub turned the request down, or is away.</exception>
    public async Task<string> AskAsync(AskRequest request, DossierId dossier, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var replyKey = await vault.MakeReplyKeyAsync(id, cancellation);
        var ask = new DisclosureDeed.Ask(dossier, [.. request.Paths], request.CaseNumber, request.Reason, replyKey);
        await voice.SayAsync(id, request.Officer, ask, cancellation);
        return id;
    }

    /// <summary>Lists requests, the newest first.</summary>
    public IEnumerable<DisclosureCase> List()
    {
        var taken = acts.All();
        return taken.Select(act => (Taken: act, Act: ActOf(act))).Where(one => one.Act.Deed is DisclosureDeed.Ask)
            .Select(one => Describe(one.Taken, one.Act, AnswerTo(one.Act.Id, taken))).Reverse();
    }

    /// <summary>Grants a request, or turns it down.</summary>
    /// <exception cref="RpcException">The hub turned the answer down, or is away.</exception>
    public async Task<NodeErrors.Failure?> AnswerAsync(AnswerRequest request, CancellationToken cancellation)
    {
        var asked = acts.All().Select(ActOf).FirstOrDefault(act => act.Id == request.Id && act.Deed is DisclosureDeed.Ask);
        if (asked?.Deed is not DisclosureDeed.Ask ask)
        {
            return NodeErrors.RequestUnknown(request.Id);
        }

        if (request.Refusal.Length > 0)
        {
            await voice.SayAsync(request.Id, request.Officer, new DisclosureDeed.Refusal(request.Refusal), cancellation);
            return null;
        }

        if (vault.Find(ask.Dossier.ToString(), ask.Paths) is not { } values)
        {
            return NodeErrors.ValuesNotKept();
        }

        var sealedValues = ReplySeal.Seal(ask.ReplyKey.Span, values.ToByteArray(), request.Id);
        await voice.SayAsync(request.Id, request.Officer, new DisclosureDeed.Grant(sealedValues), cancellation);
        return null;
    }

    /// <summary>Reads the values that were granted, once, and compares them with the signed record.</summary>
    public async Task<(ReadResponse? Response, NodeErrors.Failure? Failure)> ReadAsync(string id, CancellationToken cancellation)
    {
        var taken = acts.All();
        var asked = taken.Select(ActOf).FirstOrDefault(act => act.Id == id && act.By == self.Node);
        if (asked?.Deed is not DisclosureDeed.Ask ask)
        {
            // A request that was just made comes back from the hub a moment later; it is not unknown until then.
            return (null, vault.AwaitsReply(id) ? NodeErrors.NothingToRead() : NodeErrors.RequestUnknown(id));
        }

        if (AnswerTo(id, taken)?.Deed is not DisclosureDeed.Grant grant
            || await vault.OpenReplyAsync(id, grant.Sealed, cancellation) is not { } values)
        {
            return (null, NodeErrors.NothingToRead());
        }

        var arrived = statements.Arrived(ask.Dossier.ToString());
        return (new ReadResponse
        {
            Values =
            {
                values.Values.Select(value => new ReadResponse.Types.CheckedValue
                {
                    Path = value.Path, Value = value.Value.ToStringUtf8(), IsSound = IsSound(value, arrived),
                }),
            },
        }, null);
    }

    /// <summary>Destroys what is kept of a person.</summary>
    public Task<int> EraseAsync(string number, CancellationToken cancellation) => vault.EraseAsync(number, cancellation);

    /// <summary>Reads an envelope of the wire.</summary>
    public static Envelope? From(WireEnvelope? wire) => wire is null ? null
        : new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);

    // The commitment of some version of the record is the one to the value: salts belong to one record.
    private static bool IsSound(DisclosedValue value, IEnumerable<ReadOnlyMemory<byte>> statements) =>
        value.Salt.Length >= 16 && statements.Any(statement =>
            Commitments.OfStatement(statement).TryGetValue(value.Path, out var commitment) && commitment.Span.SequenceEqual(
                PersonalValue.Commit(value.Salt.Span, value.Path, value.Value.ToStringUtf8())));

    private static DisclosureAct ActOf(FollowActsResponse taken) => DisclosureActs.Read(taken.Envelope.Payload.Memory).Act
        ?? throw new InvalidDataException($"The disclosure act {taken.Number} cannot be read any more.");

    // Only the publisher of the record answers; whoever else signs an answer is not heard.
    private static DisclosureAct? AnswerTo(string id, IEnumerable<FollowActsResponse> taken) => taken
        .Where(one => ActOf(one) is var act && act.Id == id && act.Deed is not DisclosureDeed.Ask
            && act.By.ToString() == one.Publisher)
        .Select(ActOf).FirstOrDefault();

    private static DisclosureCase Describe(FollowActsResponse taken, DisclosureAct act, DisclosureAct? answer)
    {
        var ask = (DisclosureDeed.Ask)act.Deed;
        return new DisclosureCase
        {
            Id = act.Id,
            AskedBy = act.By.ToString(),
            Publisher = taken.Publisher,
            Dossier = ask.Dossier.ToString(),
            Paths = { ask.Paths },
            CaseNumber = ask.CaseNumber,
            Reason = ask.Reason,
            Officer = act.Officer,
            AskedAt = taken.TakenAt,
            State = answer?.Deed switch
            {
                DisclosureDeed.Grant => DisclosureCase.Types.State.Granted,
                DisclosureDeed.Refusal => DisclosureCase.Types.State.Refused,
                _ => DisclosureCase.Types.State.Open,
            },
            Refusal = (answer?.Deed as DisclosureDeed.Refusal)?.Reason ?? "",
            AnsweredBy = answer?.Officer ?? "",
        };
    }
}
