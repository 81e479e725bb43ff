using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Access;

namespace ExchangeHub.Hub.Access;

/// <summary>Which member may call what: a row for each method, and nothing for a method without a row.</summary>
internal static class Permissions
{
    private static readonly ImmutableArray<MemberKind> Nodes = [MemberKind.Node];
    private static readonly ImmutableArray<MemberKind> Operators = [MemberKind.Operator];
    private static readonly ImmutableArray<MemberKind> Followers = [MemberKind.Node, MemberKind.Consumer];
    private static readonly ImmutableArray<MemberKind> Readers = [MemberKind.Node, MemberKind.Consumer, MemberKind.Console];
    private static readonly ImmutableArray<MemberKind> Planners = [MemberKind.Node, MemberKind.Console];
    private static readonly ImmutableArray<MemberKind> Watchers = [MemberKind.Node, MemberKind.Console, MemberKind.Operator];
    private static readonly ImmutableArray<MemberKind> Overseers = [MemberKind.Console, MemberKind.Operator];
    private static readonly ImmutableArray<MemberKind> Everybody =
        [MemberKind.Node, MemberKind.Consumer, MemberKind.Console, MemberKind.Operator];

    /// <summary>Gets the rows, by the path of the method.</summary>
    public static FrozenDictionary<string, ImmutableArray<MemberKind>> Rows { get; } =
        new Dictionary<string, ImmutableArray<MemberKind>>
        {
            ["/exchangehub.publication.v1.PublicationService/Publish"] = Nodes,
            ["/exchangehub.publication.v1.PublicationService/PublishStream"] = Nodes,
            ["/exchangehub.publication.v1.PublicationService/GetQuarantined"] = Nodes,
            ["/exchangehub.delivery.v1.DeliveryService/Subscribe"] = Followers,
            ["/exchangehub.delivery.v1.DeliveryService/Acknowledge"] = Followers,
            ["/exchangehub.query.v1.QueryService/GetRecord"] = Readers,
            ["/exchangehub.query.v1.QueryService/FindRecords"] = Readers,
            ["/exchangehub.query.v1.QueryService/GetSubject"] = Readers,
            ["/exchangehub.query.v1.QueryService/CountDecisions"] = Planners,
            ["/exchangehub.query.v1.QueryService/GetEnterprise"] = Readers,
            ["/exchangehub.query.v1.QueryService/GetState"] = Readers,
            ["/exchangehub.query.v1.QueryService/GetStoredDecisions"] = Readers,
            ["/exchangehub.recognition.v1.RecognitionService/Explain"] = Readers,
            ["/exchangehub.recognition.v1.RecognitionService/Simulate"] = Planners,
            ["/exchangehub.recognition.v1.RecognitionService/TraceCascade"] = Readers,
            ["/exchangehub.guard.v1.GuardService/GetStanding"] = Readers,
            ["/exchangehub.guard.v1.GuardService/CheckPositiveList"] = Readers,
            ["/exchangehub.guard.v1.GuardService/GetGrounds"] = Readers,
            ["/exchangehub.guard.v1.GuardService/ListNotices"] = Readers,
            ["/exchangehub.evidence.v1.EvidenceTransferService/DeclarePackage"] = Nodes,
            ["/exchangehub.evidence.v1.EvidenceTransferService/FindOffsets"] = Nodes,
            ["/exchangehub.evidence.v1.EvidenceTransferService/Upload"] = Nodes,
            ["/exchangehub.evidence.v1.EvidenceTransferService/CommitPackage"] = Nodes,
            ["/exchangehub.evidence.v1.EvidenceTransferService/GetPackage"] = Readers,
            ["/exchangehub.evidence.v1.EvidenceTransferService/ListFiles"] = Readers,
            ["/exchangehub.evidence.v1.EvidenceTransferService/Download"] = Readers,
            ["/exchangehub.evidence.v1.EvidenceTransferService/Hold"] = Nodes,
            ["/exchangehub.evidence.v1.EvidenceTransferService/Supply"] = Nodes,
            ["/exchangehub.handover.v1.HandOverService/ListHandOvers"] = Planners,
            ["/exchangehub.handover.v1.HandOverService/TraceEvidence"] = Planners,
            ["/exchangehub.joint.v1.JointCaseService/GetCase"] = Planners,
            ["/exchangehub.joint.v1.JointCaseService/ListCases"] = Planners,
            ["/exchangehub.joint.v1.JointCaseService/GetTeam"] = Planners,
            ["/exchangehub.registry.v1.RegistryService/GetNetwork"] = Everybody,
            ["/exchangehub.registry.v1.RegistryService/GetAgreement"] = Everybody,
            ["/exchangehub.registry.v1.RegistryService/GetRules"] = Everybody,
            ["/exchangehub.registry.v1.RegistryService/ListReasons"] = Everybody,

            // An act proves by its own signature which party acts; the connection only says through whom it came.
            ["/exchangehub.agreement.v1.AgreementService/TakeAct"] = Everybody,
            ["/exchangehub.agreement.v1.AgreementService/GetStanding"] = Everybody,
            ["/exchangehub.agreement.v1.AgreementService/FollowActs"] = Everybody,
            ["/exchangehub.history.v1.HistoryService/Witness"] = Nodes,
            ["/exchangehub.history.v1.HistoryService/Prove"] = Everybody,
            ["/exchangehub.disclosure.v1.DisclosureService/TakeAct"] = Nodes,
            ["/exchangehub.disclosure.v1.DisclosureService/FollowActs"] = Nodes,
            ["/exchangehub.access.v1.AccessService/Invite"] = Operators,
            ["/exchangehub.access.v1.AccessService/ListRequests"] = Operators,
            ["/exchangehub.access.v1.AccessService/Approve"] = Operators,
            ["/exchangehub.access.v1.AccessService/Refuse"] = Operators,
            ["/exchangehub.access.v1.AccessService/Revoke"] = Operators,
            ["/exchangehub.access.v1.AccessService/ListMembers"] = Operators,
            ["/exchangehub.lists.v1.ListService/GetSnapshot"] = Readers,
            ["/exchangehub.lists.v1.ListService/FollowChanges"] = Followers,
            ["/exchangehub.lists.v1.ListService/ListChanges"] = Readers,
            ["/exchangehub.lists.v1.ListService/AcknowledgeChanges"] = Followers,
            ["/exchangehub.lists.v1.ListService/ListOverdue"] = Watchers,
            ["/exchangehub.lists.v1.ListService/ListHandovers"] = Followers,
            ["/exchangehub.operation.v1.OperationService/ListReadModels"] = Everybody,
            ["/exchangehub.operation.v1.OperationService/ListPeers"] = Overseers,
            ["/exchangehub.operation.v1.OperationService/RebuildReadModel"] = Operators,
            ["/exchangehub.access.v1.AccessService/ListReadings"] = Watchers,
            ["/grpc.health.v1.Health/Check"] = Everybody,
            ["/grpc.health.v1.Health/List"] = Everybody,
            ["/grpc.health.v1.Health/Watch"] = Everybody,
            ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Everybody,
            ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Everybody,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gets the methods that show records: they are asked for a purpose, and what they show is written down.</summary>
    public static FrozenSet<string> Readings { get; } = Rows.Keys.Where(method =>
        method.Split('/')[1] is "exchangehub.query.v1.QueryService" or "exchangehub.recognition.v1.RecognitionService"
            or "exchangehub.guard.v1.GuardService" or "exchangehub.handover.v1.HandOverService"
            or "exchangehub.joint.v1.JointCaseService"
        || method is "/exchangehub.lists.v1.ListService/GetSnapshot" or "/exchangehub.lists.v1.ListService/FollowChanges"
            or "/exchangehub.lists.v1.ListService/ListChanges"
            or "/exchangehub.delivery.v1.DeliveryService/Subscribe" or "/exchangehub.access.v1.AccessService/ListReadings")
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Says whether a member may call a method.</summary>
    public static bool Allows(string method, MemberKind kind) => Rows.TryGetValue(method, out var kinds) && kinds.Contains(kind);
}
