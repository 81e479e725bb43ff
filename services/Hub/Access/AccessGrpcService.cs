using ExchangeHub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using WireMember = ExchangeHub.Protos.Access.V1.Member;
using WireMemberKey = ExchangeHub.Protos.Access.V1.MemberKey;

namespace ExchangeHub.Hub.Access;

/// <summary>The access service on the wire.</summary>
internal sealed class AccessGrpcService(
    MembersDesk desk, Admissions admissions, IReadingTrail trail, CheckRequest check, TimeProvider clock)
    : AccessService.AccessServiceBase
{
    public override async Task<InviteResponse> Invite(InviteRequest request, ServerCallContext context)
    {
        var by = Operator(request, context);
        var member = Member(request.Member);
        var receivers = request.Receivers.Select(Jurisdiction.Parse);
        var (invitation, rejection) = await admissions.InviteAsync(member, receivers, by, context.CancellationToken);
        return invitation is var (code, expiresAt)
            ? new InviteResponse { Code = code, ExpiresAt = Timestamp.FromDateTimeOffset(expiresAt) }
            : throw HubErrors.From(rejection!).ToException();
    }

    public override Task<ListRequestsResponse> ListRequests(ListRequestsRequest request, ServerCallContext context)
    {
        _ = Operator(request, context);
        var members = desk.State;
        return Task.FromResult(new ListRequestsResponse
        {
            Requests =
            {
                members.Requests.Values.OrderBy(one => one.At).Select(one => new PendingKey
                {
                    Member = $"{one.Member}",
                    Pin = $"{one.Pin}",
                    InvitedBy = $"{members.Invitations[one.Code].By}",
                    ProposedAt = Timestamp.FromDateTimeOffset(one.At),
                    Receivers = { members.Invitations[one.Code].Receivers.Select(party => party.ToString()) },
                }),
            },
        });
    }

    public override async Task<ApproveResponse> Approve(ApproveRequest request, ServerCallContext context)
    {
        var by = Operator(request, context);
        var (approved, failure) = await admissions.ApproveAsync(Pin(request.Pin), by, context.CancellationToken);
        return approved is null ? throw failure!.ToException() : new ApproveResponse
        {
            Member = $"{approved.Member}", NotAfter = Timestamp.FromDateTimeOffset(approved.Certificate.NotAfter),
        };
    }

    public override async Task<RefuseResponse> Refuse(RefuseRequest request, ServerCallContext context)
    {
        var by = Operator(request, context);
        var pin = Pin(request.Pin);
        await ActAsync((members, at) => KeyActs.Refuse(members, pin, by, request.Reason, at), context);
        return new RefuseResponse();
    }

    public override async Task<RevokeResponse> Revoke(RevokeRequest request, ServerCallContext context)
    {
        var by = Operator(request, context);
        var member = Member(request.Member);
        Digest? pin = request.Pin.Length == 0 ? null : Pin(request.Pin);
        await ActAsync((members, at) => MemberActs.Revoke(members, (member, pin), by, request.Reason, at), context);
        return new RevokeResponse();
    }

    public override Task<ListMembersResponse> ListMembers(ListMembersRequest request, ServerCallContext context)
    {
        _ = Operator(request, context);
        var now = clock.GetUtcNow();
        return Task.FromResult(new ListMembersResponse
        {
            Members =
            {
                desk.State.All.Values.OrderBy(member => member.Id.ToString(), StringComparer.Ordinal).Select(member =>
                    new WireMember
                    {
                        Member_ = $"{member.Id}",
                        Keys = { member.Keys.Select(key => From(key, now)) },
                        Receivers = { member.Receivers.Select(party => party.ToString()) },
                    }),
            },
        });
    }

    private static WireMemberKey From(ExchangeHub.Access.MemberKey key, DateTimeOffset now) => new()
    {
        Pin = $"{key.Pin}",
        Serial = key.Certificate is { } certificate ? Convert.ToHexStringLower(certificate.Serial.AsSpan()) : "",
        ApprovedAt = Timestamp.FromDateTimeOffset(key.ApprovedAt),
        NotAfter = key.Certificate is { NotAfter: var last } ? Timestamp.FromDateTimeOffset(last) : null,
        ReplacedFrom = key.ReplacedFrom is { } replaced ? Timestamp.FromDateTimeOffset(replaced) : null,
        RevokedAt = key.RevokedAt is { } revoked ? Timestamp.FromDateTimeOffset(revoked) : null,
        Counts = key.CountsAt(now),
    };

    public override async Task<ListReadingsResponse> ListReadings(ListReadingsRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var query = ReadingQueries.From(request, Gatekeeper.Of(context)?.Caller.Member);
        var entries = await trail.FindAsync(query, context.CancellationToken);
        return ReadingQueries.Answer(entries, query.PageSize);
    }

    private static MemberId Member(string text) => MemberId.TryParse(text, out var member, out var violation)
        ? member : throw HubErrors.Invalid([Fault("member", violation)]).ToException();

    private static Digest Pin(string text) => Digest.TryParse(text, out var pin, out var violation)
        ? pin : throw HubErrors.Invalid([Fault("pin", violation)]).ToException();

    private static FieldViolation Fault(string field, Violation violation) =>
        new(field, new Wording(violation.ToChinese(), violation.ToString()), new ReasonCode("REF-INT-SCHEMA"));

    private MemberId Operator(IMessage request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        return Gatekeeper.Of(context)?.Caller.Member ?? throw AccessErrors.CallersUnknown().ToException();
    }

    private async Task ActAsync(
        Func<Members, DateTimeOffset, (MemberEvent? Event, Rejection? Rejection)> decide, ServerCallContext context)
    {
        var (_, rejection) = await desk.ActAsync(decide, context.CancellationToken);
        if (rejection is not null)
        {
            throw HubErrors.From(rejection).ToException();
        }
    }
}
