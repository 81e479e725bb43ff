using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.Errors;

/// <summary>Ends a call with everything that is wrong with its request.</summary>
internal static class Violations
{
    /// <summary>Ends the call with INVALID_ARGUMENT unless the list is empty.</summary>
    public static void ThrowIfAny(this IEnumerable<FieldViolation> violations)
    {
        ImmutableArray<FieldViolation> all = [.. violations];
        if (!all.IsEmpty)
        {
            throw HubErrors.Invalid(all).ToException();
        }
    }
}
