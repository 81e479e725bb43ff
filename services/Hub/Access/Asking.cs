using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Hub.Access;

/// <summary>Whether a caller may ask what it asks: for whom, and under which name.</summary>
internal static class Asking
{
    private const string Receiver = "receiver";
    private const string Subscription = "subscription";

    /// <summary>Looks for a receiver that is not the caller's, and for a subscription of somebody else.</summary>
    /// <remarks>By the names of the fields, so that a new request that has them is covered from its first day.</remarks>
    public static HubErrors.Failure? Fault(Admission admission, IMessage request)
    {
        var (member, receivers) = (admission.Caller.Member, admission.Receivers);
        var receiver = TextOf(request, Receiver);
        if (receiver.Length > 0 && !(Jurisdiction.TryParse(receiver, out var party) && receivers.Contains(party)))
        {
            return AccessErrors.ReceiverNotYours(member.ToString(), receivers);
        }

        var subscription = TextOf(request, Subscription);
        return subscription.Length == 0 || subscription == member.ToString()
            || subscription.StartsWith($"{member}/", StringComparison.Ordinal)
            ? null : AccessErrors.SubscriptionNotYours(member.ToString());
    }

    private static string TextOf(IMessage request, string field) =>
        request.Descriptor.FindFieldByName(field)?.Accessor.GetValue(request) as string ?? "";
}
