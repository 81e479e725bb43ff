using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.Hub.Access;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Queries;

/// <summary>The query service on the wire.</summary>
internal sealed class QueryGrpcService(
    RecordDesk desk, EnterpriseDesk enterprises, StateDesk states, DecisionDesk decisions) : QueryService.QueryServiceBase
{
    public override Task<GetRecordResponse> GetRecord(GetRecordRequest request, ServerCallContext context) =>
        desk.GetAsync(request, IsPublic(context), context.CancellationToken);

    public override Task<FindRecordsResponse> FindRecords(FindRecordsRequest request, ServerCallContext context) =>
        desk.FindAsync(request, ReadersOf(request.Receiver, context), context.CancellationToken);

    public override Task<CountDecisionsResponse> CountDecisions(CountDecisionsRequest request, ServerCallContext context) =>
        desk.CountAsync(request, ReadersOf(request.Receiver, context), context.CancellationToken);

    public override Task<GetSubjectResponse> GetSubject(GetSubjectRequest request, ServerCallContext context) =>
        desk.SubjectAsync(request, context.CancellationToken);

    public override Task<GetEnterpriseResponse> GetEnterprise(GetEnterpriseRequest request, ServerCallContext context) =>
        enterprises.GetAsync(request, IsPublic(context), context.CancellationToken);

    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) =>
        states.GetAsync(request, context.CancellationToken);

    public override Task<GetStoredDecisionsResponse> GetStoredDecisions(
        GetStoredDecisionsRequest request, ServerCallContext context) =>
        decisions.GetAsync(request, context.CancellationToken);

    // A console serves several divisions, and says for which one it asks.
    private static ImmutableArray<Jurisdiction> ReadersOf(string receiver, ServerCallContext context) =>
        Gatekeeper.Of(context) is { Caller.Member.Kind: not (MemberKind.Node or MemberKind.Console) } ? []
            : Jurisdiction.TryParse(receiver, out var named) ? [named]
            : Gatekeeper.Of(context) is { Caller.Member.Kind: MemberKind.Node } node ? node.Receivers : [];

    private static bool IsPublic(ServerCallContext context) =>
        Gatekeeper.ReaderOf(context) is { Terms.Level: ReadingLevel.Public };
}
