using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Reads a rule set from its text.</summary>
/// <param name="text">YAML or JSON.</param>
/// <param name="faults">Every mistake with its line and column.</param>
/// <returns>The rule set; null when there is a mistake.</returns>
internal delegate RuleSet? ReadRules(string text, out RuleFaults faults);

/// <summary>Reads what is to be tried, and ends the call where it makes no sense.</summary>
internal static class SimulationRequests
{
    private const int FaultsMax = 8; // more would not fit into the trailers of the answer

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
            var left = faults.First.Length + faults.More - FaultsMax;
            faults.First.Take(FaultsMax).Select(fault => fault.Message)
                .Concat(left > 0 ? [new Wording(
                    $"另有 {left} 处；xhub rules lint 可全部列出。", $"And {left} more; xhub rules lint lists them all.")] : [])
                .Select(message => Wrong("document", message)).ThrowIfAny();
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
