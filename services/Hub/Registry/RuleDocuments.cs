using System.Collections.Immutable;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Registry;

/// <summary>Says what is wrong with a rule set that somebody sent.</summary>
internal static class RuleDocuments
{
    private const int FaultsMax = 8; // more would not fit into the trailers of the answer

    /// <summary>Finds the mistakes of a document; none when it is a rule set.</summary>
    public static ImmutableArray<FieldViolation> Mistakes(ReadOnlyMemory<byte> document, ReadRules readRules) =>
        readRules(Encoding.UTF8.GetString(document.Span), out var faults) is null ? From(faults) : [];

    /// <summary>Names the first mistakes.</summary>
    public static ImmutableArray<FieldViolation> From(RuleFaults faults)
    {
        var left = faults.First.Length + faults.More - FaultsMax;
        return
        [
            .. faults.First.Take(FaultsMax).Select(fault => fault.Message)
                .Concat(left > 0 ? [new Wording(
                    $"另有 {left} 处；xhub rules lint 可全部列出。", $"And {left} more; xhub rules lint lists them all.")] : [])
                .Select(message => new FieldViolation("document", message, new ReasonCode("REF-INT-SCHEMA"))),
        ];
    }
}
