using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Registry;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Reads what is to be tried, and ends the call where it makes no sense.</summary>
internal static class SimulationRequests
{
    /// <summary>Reads which part of the history is meant.</summary>
    public static Stretch Stretch(SimulateRequest request, long head)
    {
        var kinds = new HashSet<RecordKind>();
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        foreach (var text in request.Kinds)
        {
            if (RecordKinds.TryParse(text, out var kind))
            {
                _ = kinds.Add(kind);
            }
            else
            {
                wrong.Add(Wrong("kinds", new Wording(
                    $"应为 evidence、penalty、permit、blacklist、nopenalty 或 positive；实为“{text}”。",
                    $"Expected evidence, penalty, permit, blacklist, nopenalty or positive; found '{text}'.")));
            }
        }

        if (request.ToPosition > 0 && request.FromPosition > request.ToPosition)
        {
            wrong.Add(Wrong("from_position", new Wording(
                $"应不大于 to_position（{request.ToPosition}）；实为 {request.FromPosition}。",
                $"Expected a position not after to_position, {request.ToPosition}; found {request.FromPosition}.")));
        }

        wrong.ThrowIfAny();
        if (request.ToPosition > head)
        {
            throw HubErrors.AheadOfLog(request.ToPosition, head).ToException();
        }

        return new Stretch(
            Math.Max(request.FromPosition - 1, request.ResumeAfter),
            request.ToPosition > 0 ? request.ToPosition : head,
            (kinds.Count > 0 ? kinds : [.. Enum.GetValues<RecordKind>()]).ToFrozenSet());
    }

    /// <summary>Reads the draft, which must be one of the agreement.</summary>
    public static RuleSet Draft(SimulateRequest request, ReadRules readRules, string agreement)
    {
        if (readRules(request.Document, out var faults) is not { } draft)
        {
            RuleDocuments.From(faults).ThrowIfAny();
            throw new InvalidDataException("A rule set that cannot be read has no mistakes.");
        }

        if (draft.Agreement != agreement)
        {
            new[]
            {
                Wrong("document", new Wording(
                    $"应为 {agreement} 的规则；实为 {draft.Agreement} 的规则。",
                    $"Expected rules of {agreement}; found rules of {draft.Agreement}.")),
            }.ThrowIfAny();
        }

        return draft;
    }

    private static FieldViolation Wrong(string field, Wording sentence) => new(field, sentence, new ReasonCode("REF-INT-SCHEMA"));
}
