using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>A mistake in a cases file, found while its records are read.</summary>
internal sealed class CaseFaultException(RuleFault fault) : Exception(fault.Message.English)
{
    public RuleFault Fault { get; } = fault;

    /// <summary>A value that is not what its place needs.</summary>
    public static CaseFaultException At(DocumentNode node, RuleFaultCode code, Wording expected) => new(DocumentFaults.At(
        node, code, node is DocumentNode.Scalar scalar
            ? Violation.Quoting(expected, scalar.Text)
            : new Violation(expected, new Wording("列表或者若干名称", "a list, or names with their values"))));
}
