using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.Certificates;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Access;

/// <summary>Where a proposed key stands.</summary>
/// <param name="Certificate">The certificate, DER; null while a second operator has not approved.</param>
internal sealed record Proposal(ReadOnlyMemory<byte>? Certificate);

/// <summary>Admits members: makes invitations, takes keys, issues certificates and lists the revoked ones.</summary>
/// <param name="desk">The registry.</param>
/// <param name="network">The network.</param>
/// <param name="authority">The issuing authority; null in a process that holds none.</param>
/// <param name="clock">The clock.</param>
internal sealed class Admissions(MembersDesk desk, Network network, CertificateAuthority? authority, TimeProvider clock)
    : IDisposable
{
    private const int CodeBytes = 20;

    // A list is made anew on every change and daily; a reader has half a day to fetch the next.
    private static readonly TimeSpan ListLasts = TimeSpan.FromHours(36);
    private static readonly TimeSpan ListEvery = TimeSpan.FromHours(24);

    private Revoked? _revoked;

    /// <summary>Gets the certificates of the authorities, issuing one first; empty without an authority.</summary>
    public X509Certificate2Collection Authorities => authority is null ? [] : [authority.Certificate, authority.Root];

    /// <summary>Invites a member.</summary>
    /// <returns>The code, which is kept nowhere, and until when it serves; or why there is none.</returns>
    public async Task<((string Code, DateTimeOffset ExpiresAt)? Invitation, Rejection? Rejection)> InviteAsync(
        MemberId member, IEnumerable<Jurisdiction> receivers, MemberId by, CancellationToken cancellation)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));
        var (happened, rejection) = await desk.ActAsync(
            (members, at) => MemberActs.Invite(
                members, network, new Invitation(member, DigestOf(code), [.. receivers.Distinct()], by, at)),
            cancellation);
        return happened is MemberEvent.Invited { Invitation: var made }
            ? ((code, made.At + MemberActs.InvitationLasts), null) : (null, rejection);
    }

    /// <summary>Takes a key under an invitation, or says what has become of it.</summary>
    public async Task<(Proposal? Proposal, Rejection? Rejection)> ProposeAsync(
        string code, byte[] request, PublicKey key, CancellationToken cancellation)
    {
        var pin = Digest.Of(key.ExportSubjectPublicKeyInfo());
        var (_, rejection) = await desk.ActAsync(
            (members, at) => KeyActs.Propose(members, network, DigestOf(code), (pin, request), at), cancellation);
        return rejection is not null ? (null, rejection) : (new Proposal(CertificateOf(pin)), null);
    }

    /// <summary>Approves a key and issues its certificate.</summary>
    public async Task<(MemberEvent.KeyApproved? Approved, HubErrors.Failure? Failure)> ApproveAsync(
        Digest pin, MemberId by, CancellationToken cancellation)
    {
        if (authority is null)
        {
            return (null, AccessErrors.NoAuthority());
        }

        var (happened, rejection) = await desk.ActAsync(
            (members, at) =>
            {
                var (request, fault) = KeyActs.MayApprove(members, pin, by, at);
                return request is null ? (null, fault) : (new MemberEvent.KeyApproved(
                    request.Member, Issue(request.Content, request.Member, at), by, null, at), null);
            },
            cancellation);
        return (happened as MemberEvent.KeyApproved, rejection is null ? null : HubErrors.From(rejection));
    }

    /// <summary>Issues a certificate for the new key of a member, who is known by the one that it renews.</summary>
    public async Task<(ReadOnlyMemory<byte>? Certificate, HubErrors.Failure? Failure)> RenewAsync(
        Caller caller, byte[] request, PublicKey key, CancellationToken cancellation)
    {
        if (authority is null)
        {
            return (null, AccessErrors.NoAuthority());
        }

        var pin = Digest.Of(key.ExportSubjectPublicKeyInfo());
        var (happened, rejection) = await desk.ActAsync(
            (members, at) => KeyActs.MayRenew(members, network, (caller.Member, caller.Pin), pin, at) is { } fault
                ? (null, fault)
                : (new MemberEvent.KeyApproved(
                    caller.Member, Issue(request, caller.Member, at), caller.Member, caller.Pin, at), null),
            cancellation);
        return (happened as MemberEvent.KeyApproved)?.Certificate.Content is { } certificate
            ? (certificate, null) : (null, HubErrors.From(rejection!));
    }

    /// <summary>Lists the certificates that are revoked, for those who do not ask the hub.</summary>
    /// <returns>The list, DER; null in a process without the authority.</returns>
    public byte[]? ListRevoked()
    {
        var (epoch, now) = (desk.Epoch, clock.GetUtcNow());
        var known = _revoked;
        if (authority is null || (known?.Epoch == epoch && now - known.At < ListEvery))
        {
            return known?.List;
        }

        var entries = from member in desk.State.All.Values
                      from key in member.Keys
                      let serial = key.Certificate?.Serial
                      where serial is not null && key.RevokedAt is not null
                      select ((ReadOnlyMemory<byte>)serial.Value.AsMemory(), key.RevokedAt!.Value);
        var list = authority.ListRevoked(
            null, entries, new BigInteger(now.ToUnixTimeMilliseconds()), (now, now + ListLasts));
        _revoked = new Revoked(epoch, now, list);
        return list;
    }

    public void Dispose() => authority?.Dispose();

    private static Digest DigestOf(string code) => Digest.Of(Encoding.UTF8.GetBytes(code));

    private ReadOnlyMemory<byte>? CertificateOf(Digest pin) => desk.State.All.Values.SelectMany(member => member.Keys)
        .FirstOrDefault(key => key.Pin == pin)?.Certificate?.Content;

    private MemberCertificate Issue(ReadOnlyMemory<byte> request, MemberId member, DateTimeOffset at)
    {
        _ = KeyRequests.Read(request, out var key, out var violation);
        using var certificate = authority!.Issue(
            key ?? throw new InvalidDataException($"The request of {member} in the log cannot be read any more. {violation}"),
            member, [], at);
        return new MemberCertificate(
            Subjects.PinOf(certificate), [.. certificate.SerialNumberBytes.Span], certificate.NotAfter.ToUniversalTime(),
            certificate.RawData);
    }

    private sealed record Revoked(long Epoch, DateTimeOffset At, byte[] List);
}
