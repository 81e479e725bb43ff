using System.Text;
using ExchangeHub.Access;
using ExchangeHub.Console.Persons;
using ExchangeHub.Grpc;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Protos.Handover.V1;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Registry.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.Console.Asking;

/// <summary>The hub, as its clients know it, asked by one reader. The console only asks.</summary>
internal sealed class Hub(GrpcChannel channel, Reader reader, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public QueryService.QueryServiceClient Query { get; } = new(channel);

    public RecognitionService.RecognitionServiceClient Recognition { get; } = new(channel);

    public GuardService.GuardServiceClient Guard { get; } = new(channel);

    public AgreementService.AgreementServiceClient Agreement { get; } = new(channel);

    public RegistryService.RegistryServiceClient Registry { get; } = new(channel);

    public ListService.ListServiceClient Lists { get; } = new(channel);

    public HandOverService.HandOverServiceClient HandOvers { get; } = new(channel);

    public JointCaseService.JointCaseServiceClient Joint { get; } = new(channel);

    public EvidenceTransferService.EvidenceTransferServiceClient Packages { get; } = new(channel);

    public OperationService.OperationServiceClient Operation { get; } = new(channel);

    public AccessService.AccessServiceClient Access { get; } = new(channel);

    public HistoryService.HistoryServiceClient History { get; } = new(channel);

    /// <summary>Gets what gathers a record with its proofs.</summary>
    public ProvedRecord Proved => new(channel, () => Soon, isStamped: false);

    /// <summary>Gets the division for which an officer asks: a record of a case is shown to its parties. Empty for
    /// others.</summary>
    public string AskedFor => reader.Account?.Division ?? "";

    /// <summary>Finds records, those of cases among them when they are for the officer's division.</summary>
    public async Task<FindRecordsResponse> FindAsync(FindRecordsRequest request)
    {
        request.Receiver = AskedFor;
        return await Query.FindRecordsAsync(request, Soon);
    }

    /// <summary>Gets how long a reader waits for an answer before being told that there is none; and who asks, for
    /// what.</summary>
    public CallOptions Soon => new(Claim(), clock.GetUtcNow().UtcDateTime + Patience);

    private Metadata Claim()
    {
        var claim = new Metadata { { StatedPurpose.PurposeHeader, reader.Purpose.Code() } };
        if (reader.CaseNumber.Length > 0)
        {
            claim.Add(StatedPurpose.CaseHeader, Encoding.UTF8.GetBytes(reader.CaseNumber));
        }

        if (reader.Account is { } account)
        {
            claim.Add(StatedPurpose.PersonHeader, account.Name);
        }

        return claim;
    }
}
