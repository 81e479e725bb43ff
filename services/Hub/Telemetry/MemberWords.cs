using ExchangeHub.Access;

namespace ExchangeHub.Hub.Telemetry;

/// <summary>What the log says of an event of the registry of members: who, which key, by whom.</summary>
internal static class MemberWords
{
    /// <summary>Describes an event.</summary>
    public static string Of(MemberEvent happened) => happened switch
    {
        MemberEvent.Founded founded => string.Join(", ", founded.Operators.Select(one => one.Member)),
        MemberEvent.Invited invited => $"{invited.Invitation.Member} by {invited.Invitation.By}",
        MemberEvent.KeyProposed proposed => $"{proposed.Request.Member} {proposed.Request.Pin}",
        MemberEvent.KeyApproved approved => $"{approved.Member} {approved.Certificate.Pin} by {approved.By}",
        MemberEvent.KeyRefused refused => $"{refused.Member} {refused.Pin} by {refused.By}",
        MemberEvent.KeyRevoked revoked => $"{revoked.Member} {revoked.Pin} by {revoked.By}",
        MemberEvent.Expelled expelled => $"{expelled.Member} by {expelled.By}",
        _ => "",
    };
}
