using System.Collections.Immutable;
using ExchangeHub.Hub.Cases;
using ExchangeHub.Hub.Lists;
using ExchangeHub.Hub.Operations;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Queries;
using ExchangeHub.Hub.Recognitions;
using ExchangeHub.Hub.Registry;
using ExchangeHub.Hub.Transfers;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Registry.V1;

namespace ExchangeHub.Hub.Rest;

/// <summary>Every path of REST: a row for each, and nothing without a row.</summary>
internal static class RestRoutes
{
    public static ImmutableArray<RestRoute> All { get; } =
    [
        new UnaryRoute<QueryGrpcService, FindRecordsRequest, FindRecordsResponse>(
            "/records", Of("query", "QueryService/FindRecords"), "Find records by what they say, newest decision first.",
            service => service.FindRecords) { Rows = "records" },
        new UnaryRoute<QueryGrpcService, GetRecordRequest, GetRecordResponse>(
            "/records/show", Of("query", "QueryService/GetRecord"), "Get one record with all that was said of it.",
            service => service.GetRecord),
        new UnaryRoute<RecognitionGrpcService, ExplainRequest, ExplainResponse>(
            "/records/explain", Of("recognition", "RecognitionService/Explain"),
            "Say what a receiver makes of a record, why, and as of when.", service => service.Explain),
        new UnaryRoute<QueryGrpcService, GetSubjectRequest, GetSubjectResponse>(
            "/subjects/{subject}", Of("query", "QueryService/GetSubject"), "Get the acts of an enterprise over all parties.",
            service => service.GetSubject) { Rows = "acts" },
        new UnaryRoute<QueryGrpcService, GetEnterpriseRequest, GetEnterpriseResponse>(
            "/enterprises/{subject}", Of("query", "QueryService/GetEnterprise"),
            "Get the file of an enterprise over all districts, now or as of any pair of times.",
            service => service.GetEnterprise) { Rows = "records" },
        new UnaryRoute<QueryGrpcService, GetStateRequest, GetStateResponse>(
            "/subjects/{subject}/state", Of("query", "QueryService/GetState"),
            "Get all that is on record of an enterprise in one kind, or that nothing is, with the proof.",
            service => service.GetState),
        new StreamRoute<ListGrpcService, GetSnapshotRequest, GetSnapshotResponse>(
            "/lists/{list}", Of("lists", "ListService/GetSnapshot"), "Get all entries of a list as of a day.",
            service => service.GetSnapshot) { Rows = "entries" },
        new StreamRoute<ListGrpcService, FollowChangesRequest, FollowChangesResponse>(
            "/lists/{list}/changes", Of("lists", "ListService/FollowChanges"), "Get the changes of a list after a position.",
            service => service.FollowChanges) { Rows = "changes" },
        new UnaryRoute<ListGrpcService, AcknowledgeChangesRequest, AcknowledgeChangesResponse>(
            "/acknowledgements", Of("lists", "ListService/AcknowledgeChanges"),
            "Say up to which position the changes of a list have been carried out.", service => service.AcknowledgeChanges)
        {
            IsPost = true,
        },
        new UnaryRoute<ListGrpcService, ListOverdueRequest, ListOverdueResponse>(
            "/overdue", Of("lists", "ListService/ListOverdue"), "List who owes the acknowledgement of withdrawals.",
            service => service.ListOverdue) { Rows = "overdue" },
        new UnaryRoute<ListGrpcService, ListHandoversRequest, ListHandoversResponse>(
            "/handovers", Of("lists", "ListService/ListHandovers"), "List what the hub gave to a subscription, as it signed it.",
            service => service.ListHandovers) { Rows = "handovers" },
        new UnaryRoute<JointCaseGrpcService, ListCasesRequest, ListCasesResponse>(
            "/joint-cases", Of("joint", "JointCaseService/ListCases"),
            "List the joint cases of a party, next deadline first.", service => service.ListCases) { Rows = "cases" },
        new UnaryRoute<JointCaseGrpcService, GetCaseRequest, GetCaseResponse>(
            "/joint-cases/{number}", Of("joint", "JointCaseService/GetCase"),
            "Get one joint case as of a day, for one of its members.", service => service.GetCase),
        new UnaryRoute<JointCaseGrpcService, GetTeamRequest, GetTeamResponse>(
            "/team", Of("joint", "JointCaseService/GetTeam"),
            "Say who belongs to the joint team on a day, who leads when, and when the lead changes.",
            service => service.GetTeam) { Rows = "members" },
        new UnaryRoute<RegistryGrpcService, GetNetworkRequest, GetNetworkResponse>(
            "/network", Of("registry", "RegistryService/GetNetwork"), "Get the parties and their nodes.",
            service => service.GetNetwork),
        new UnaryRoute<RegistryGrpcService, GetAgreementRequest, GetAgreementResponse>(
            "/agreement", Of("registry", "RegistryService/GetAgreement"), "Get the rule sets of the agreement.",
            service => service.GetAgreement),
        new UnaryRoute<RegistryGrpcService, GetRulesRequest, GetRulesResponse>(
            "/rules", Of("registry", "RegistryService/GetRules"), "Get what a rule set says, and how it differs from another.",
            service => service.GetRules) { Rows = "rules" },
        new UnaryRoute<RegistryGrpcService, ListReasonsRequest, ListReasonsResponse>(
            "/reasons", Of("registry", "RegistryService/ListReasons"), "Get the catalogue of reasons.",
            service => service.ListReasons) { Rows = "reasons" },
        new UnaryRoute<OperationGrpcService, ListReadModelsRequest, ListReadModelsResponse>(
            "/read-models", Of("operation", "OperationService/ListReadModels"), "Get how far read models are behind the log.",
            service => service.ListReadModels) { Rows = "read_models" },
        new UnaryRoute<EvidenceTransferGrpcService, DeclarePackageRequest, DeclarePackageResponse>(
            "/packages", Of("evidence", "EvidenceTransferService/DeclarePackage"),
            "Declare an evidence package that is to be uploaded.", service => service.DeclarePackage) { IsPost = true },
        new UnaryRoute<EvidenceTransferGrpcService, CommitPackageRequest, CommitPackageResponse>(
            "/packages/commit", Of("evidence", "EvidenceTransferService/CommitPackage"),
            "Make an evidence package visible once all its files are there.", service => service.CommitPackage) { IsPost = true },
        new UnaryRoute<EvidenceTransferGrpcService, GetPackageRequest, GetPackageResponse>(
            "/packages", Of("evidence", "EvidenceTransferService/GetPackage"), "Say what the hub has of an evidence package.",
            service => service.GetPackage),
        new StreamRoute<EvidenceTransferGrpcService, ListFilesRequest, ListFilesResponse>(
            "/packages/files", Of("evidence", "EvidenceTransferService/ListFiles"), "List the files of an evidence package.",
            service => service.ListFiles) { Rows = "files" },
        new UnaryRoute<PublicationGrpcService, PublishRequest, PublishResponse>(
            "/publications", Of("publication", "PublicationService/Publish"),
            "Publish a statement in its signed envelope. Idempotency-Key names it, such as node:310118/17.",
            service => service.Publish) { IsPost = true },
    ];

    private static string Of(string package, string method) => $"/exchangehub.{package}.v1.{method}";
}
