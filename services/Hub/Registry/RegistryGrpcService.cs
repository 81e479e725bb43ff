using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;
using Party = ExchangeHub.Protos.Registry.V1.Party;
using Reason = ExchangeHub.Protos.Registry.V1.Reason;
using RuleSet = ExchangeHub.Protos.Registry.V1.RuleSet;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace ExchangeHub.Hub.Registry;

/// <summary>The registry service on the wire.</summary>
internal sealed class RegistryGrpcService(
    NetworkInForce network, NodeWatch watch, CheckRequest check, TimeProvider clock)
    : RegistryService.RegistryServiceBase
{
    public override Task<GetNetworkResponse> GetNetwork(GetNetworkRequest request, ServerCallContext context)
    {
        var response = new GetNetworkResponse { NetworkId = network().Id };
        response.Parties.Add(network().Parties.Values.OrderBy(party => party.Division.ToString(), StringComparer.Ordinal)
            .Select(party =>
                new Party { Division = party.Division.ToString(), NameZh = party.Name.Chinese, NameEn = party.Name.English }));
        var silences = watch.Current();
        foreach (var registered in network().Nodes.Values.OrderBy(node => node.Id.ToString(), StringComparer.Ordinal))
        {
            var node = new Node { Node_ = registered.Id.ToString(), Party = registered.Party?.ToString() ?? "", IsArbiter =
                registered.IsArbiter };
            node.Issuers.Add(registered.Issuers.Order(StringComparer.Ordinal));
            node.Keys.Add(registered.Keys.Select(key => new Key
            {
                KeyId = key.KeyId, PublicKey = ByteString.CopyFrom(key.PublicKey.AsSpan()), Suite = key.Suite.Number,
            }));
            node.SilentSince = silences.FirstOrDefault(silence => silence.Node == registered.Id) is { } silence
                ? Timestamp.FromDateTimeOffset(silence.LastHeardAt) : null;
            response.Nodes.Add(node);
        }

        return Task.FromResult(response);
    }

    public override Task<GetAgreementResponse> GetAgreement(GetAgreementRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        if (request.Agreement.Length > 0 && request.Agreement != network().Agreement.Id)
        {
            throw HubErrors.RecordUnknown(request.Agreement).ToException();
        }

        var response = new GetAgreementResponse { Agreement = network().Agreement.Id };
        foreach (var rules in network().Agreement.RuleSets)
        {
            var notJudged =
                Enum.GetValues<RecordKind>().SelectMany(rules.NotJudged).Select(code => code.ToString())
                .Distinct(StringComparer.Ordinal).ToArray();
            var ruleSet = new RuleSet
            {
                RuleSet_ = rules.Name,
                InForceFrom = CivilDates.Format(rules.InForceFrom),
                InForceTo = rules.InForceTo is { } last ? CivilDates.Format(last) : "",
            };
            ruleSet.NotJudged.Add(notJudged);
            ruleSet.Judged.Add(
                ReasonCatalogue.All.Select(reason => reason.Code.ToString()).Except(notJudged, StringComparer.Ordinal));
            ruleSet.Parties.Add(rules.Groups.SelectMany(group => group.Members).Select(member => member.ToString())
                .Order(StringComparer.Ordinal));
            response.RuleSets.Add(ruleSet);
        }

        return Task.FromResult(response);
    }

    public override Task<GetRulesResponse> GetRules(GetRulesRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var agreement = network().Agreement;
        Agreements.RuleSet Find(string name) => agreement.RuleSets.FirstOrDefault(one => one.Name == name)
            ?? throw HubErrors.RecordUnknown(name).ToException();
        var rules = request.RuleSet.Length > 0 ? Find(request.RuleSet)
            : agreement.InForceOn(CivilDates.Of(clock.GetUtcNow())) ?? agreement.RuleSets[^1];
        return Task.FromResult(WireRules.From(rules, request.ComparedTo.Length > 0 ? Find(request.ComparedTo) : null));
    }

    public override Task<ListReasonsResponse> ListReasons(ListReasonsRequest request, ServerCallContext context)
    {
        var response = new ListReasonsResponse();
        foreach (var known in ReasonCatalogue.All)
        {
            var reason = new Reason
            {
                Code = known.Code.ToString(),
                Precedence = known.Precedence,
                Effect = WireRules.Name(known.Effect),
                Mandatory = known.IsMandatory,
                DecidedBy = WireRules.Name(known.DecidedBy),
                TitleZh = known.Title.Chinese,
                TitleEn = known.Title.English,
                LegalBasis = known.LegalBasis,
            };
            reason.Kinds.Add(known.KindCodes);
            response.Reasons.Add(reason);
        }

        return Task.FromResult(response);
    }
}
