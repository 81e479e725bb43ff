using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Hub.Access.Tokens;

/// <summary>What a call is about. What a request leaves open counts as everything: whoever may see one list asks for that list.
/// </summary>
internal static class TokenReach
{
    private static readonly ImmutableArray<RecordKind> Kinds = [.. Enum.GetValues<RecordKind>()];

    // A service that has no row here is for nobody.
    private static readonly FrozenDictionary<string, string?> Acts = new Dictionary<string, string?>
    {
        ["exchangehub.publication.v1.PublicationService"] = TokenScope.Publish,
        ["exchangehub.delivery.v1.DeliveryService"] = TokenScope.Subscribe,
        ["exchangehub.query.v1.QueryService"] = TokenScope.Read,
        ["exchangehub.recognition.v1.RecognitionService"] = TokenScope.Read,
        ["exchangehub.guard.v1.GuardService"] = TokenScope.Read,
        ["exchangehub.evidence.v1.EvidenceTransferService"] = TokenScope.Read,
        ["exchangehub.lists.v1.ListService"] = TokenScope.Read,
        ["exchangehub.handover.v1.HandOverService"] = TokenScope.Read,
        ["exchangehub.joint.v1.JointCaseService"] = TokenScope.Read,

        // What is the same for everybody, and what proves itself by a signature or a certificate of its own.
        ["exchangehub.history.v1.HistoryService"] = null,
        ["exchangehub.registry.v1.RegistryService"] = null,
        ["exchangehub.agreement.v1.AgreementService"] = null,
        ["exchangehub.access.v1.AccessService"] = null,
        ["exchangehub.operation.v1.OperationService"] = null,
        ["exchangehub.disclosure.v1.DisclosureService"] = null,
        ["grpc.health.v1.Health"] = null,
        ["grpc.reflection.v1.ServerReflection"] = null,
        ["grpc.reflection.v1alpha.ServerReflection"] = null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds the act of a method.</summary>
    /// <returns>Whether the method has a row; the act is null when it needs no token.</returns>
    public static bool TryGetAct(string method, out string? act) => Acts.TryGetValue(method.Split('/')[1], out act);

    /// <summary>Finds the kinds and parties of the records that a request asks for.</summary>
    /// <returns>Nothing for a request of an act whose records show later: publishing, acknowledging.</returns>
    public static (ImmutableArray<RecordKind> Kinds, ImmutableArray<Jurisdiction> Parties) Of(
        string act, IMessage request, Network network)
    {
        var isOfRecords = act == TokenScope.Read || Field(request, "receiver") is not null;
        if (act == TokenScope.Publish || !isOfRecords)
        {
            return ([], []);
        }

        if (RecordId.TryParse(Text(request, "record_id"), out var record))
        {
            return ([.. ReadKind(record.KindCode)], [record.Division]);
        }

        var filter = Field(request, "filter")?.Accessor.GetValue(request) as IMessage ?? request;
        var kinds = request.Descriptor.File.Package == "exchangehub.lists.v1" ? [RecordKind.Blacklist]
            : Texts(filter, "kind", "kinds").SelectMany(ReadKind).ToImmutableArray();
        if (DossierId.TryParse(Text(request, "dossier"), out var dossier))
        {
            kinds = [dossier.Kind];
        }

        var parties = Texts(filter, "jurisdiction", "jurisdictions")
            .SelectMany(code => ReadParty(code, network)).ToImmutableArray();
        return (kinds.IsEmpty ? Kinds : kinds, parties.IsEmpty ? [.. network.Parties.Keys] : parties);
    }

    // What cannot be read could be anything; the service behind says what is wrong with it to whoever may ask for anything.
    private static IEnumerable<RecordKind> ReadKind(string code) => RecordKinds.TryParse(code, out var kind) ? [kind] : Kinds;

    private static IEnumerable<Jurisdiction> ReadParty(string code, Network network) =>
        Jurisdiction.TryParse(code, out var party) ? [party] : network.Parties.Keys;

    private static IEnumerable<string> Texts(IMessage message, string one, string many) =>
        Field(message, many)?.Accessor.GetValue(message) as IEnumerable<string>
        ?? (Text(message, one) is { Length: > 0 } text ? [text] : []);

    private static string Text(IMessage message, string name) => Field(message, name)?.Accessor.GetValue(message) as string ?? "";

    private static FieldDescriptor? Field(IMessage message, string name) => message.Descriptor.FindFieldByName(name);
}
