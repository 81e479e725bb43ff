using System.Collections.Frozen;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>Which events one subscriber is given.</summary>
internal sealed class DeliveryFilter(SubscribeRequest request, Jurisdiction receiver, bool isPublic)
{
    private readonly FrozenSet<string> _kinds = (request.Filter?.Kinds ?? []).ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _jurisdictions = (request.Filter?.Jurisdictions ?? []).ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _subjects = (request.Filter?.Subjects ?? []).ToFrozenSet(StringComparer.Ordinal);
    private readonly bool _recognisedByMe = request.Filter?.RecognisedByMe ?? false;

    /// <summary>Gets the canonical text of the subscription, by which another filter under the same name is noticed.</summary>
    public string Definition => string.Join(
        ';',
        receiver,
        string.Join(',', _kinds.Order(StringComparer.Ordinal)),
        string.Join(',', _jurisdictions.Order(StringComparer.Ordinal)),
        string.Join(',', _subjects.Order(StringComparer.Ordinal)),
        _recognisedByMe ? "recognised" : "");

    /// <summary>Says what a subscription asks for.</summary>
    /// <param name="definition">Its <see cref="Definition"/>.</param>
    /// <param name="into">Gets receiver and filter; nothing where the text is none of them.</param>
    public static void Describe(string definition, PeerSubscription into)
    {
        if (definition.Split(';') is not [var receiver, var kinds, var jurisdictions, var subjects, var recognised])
        {
            return;
        }

        into.Receiver = receiver;
        into.Kinds.Add(kinds.Split(',', StringSplitOptions.RemoveEmptyEntries));
        into.Jurisdictions.Add(jurisdictions.Split(',', StringSplitOptions.RemoveEmptyEntries));
        into.Subjects = subjects.Split(',', StringSplitOptions.RemoveEmptyEntries).Length;
        into.RecognisedByMe = recognised.Length > 0;
    }

    /// <summary>Gets a value indicating whether the subscriber reads as the public does.</summary>
    public bool IsPublic => isPublic;

    /// <summary>Gets for whom it is.</summary>
    public Jurisdiction Receiver => receiver;

    /// <summary>Says whether the receiver may not see what stands in an event.</summary>
    public bool Hides(FeedEvent entry) => entry.IsHiddenFrom(receiver);

    /// <summary>Says whether an event is delivered, and with which record.</summary>
    public async ValueTask<(bool Matches, Envelope? Record)> MatchAsync(FeedEvent entry, DeliveryFeed feed,
        CancellationToken cancellation)
    {
        if (entry.Dossier is null && entry.Delivery is not null)
        {
            // An act in a joint case goes to its members, when they follow everything.
            return (!isPublic && !Hides(entry) && !_recognisedByMe
                && _kinds.Count + _jurisdictions.Count + _subjects.Count == 0, null);
        }

        if (entry.Dossier is not { } dossier || (_kinds.Count > 0 && !_kinds.Contains(dossier.Kind.Code())))
        {
            return (false, null);
        }

        var decided = entry.Event as DossierEvent.Decided;
        if (Hides(entry))
        {
            // To match it with a subject or a jurisdiction would tell of whom and where it is.
            return (_jurisdictions.Count == 0 && _subjects.Count == 0 && !_recognisedByMe && decided is { Decision.For: var told }
                && told.Include(receiver, (await feed.CardAsync(dossier, entry.Position, cancellation)).Rules), null);
        }

        if (_recognisedByMe && decided is not { Decision.HasBeenRecognised: true })
        {
            return (false, null);
        }

        if (_jurisdictions.Count == 0 && _subjects.Count == 0 && !_recognisedByMe)
        {
            return (true, null);
        }

        // The event itself rarely says it: a decision or a life-cycle event speaks of a record that came before.
        var card = await feed.CardAsync(dossier, entry.Position, cancellation);
        var matches =
            (_jurisdictions.Count == 0 || (card.Jurisdiction is { } division && _jurisdictions.Contains(division.ToString())))
            && (_subjects.Count == 0 || card.Subjects.Any(_subjects.Contains))
            && (!_recognisedByMe || decided!.Decision.For.Include(receiver, card.Rules));
        return (matches, _recognisedByMe ? card.Record : null);
    }
}
