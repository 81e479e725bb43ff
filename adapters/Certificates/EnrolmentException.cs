using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>The hub refuses to issue a certificate.</summary>
/// <param name="message">Why, in the words of the hub.</param>
public sealed class EnrolmentException(Wording message) : Exception(message?.English)
{
    /// <summary>Gets the message in both languages.</summary>
    public Wording Wording { get; } = message!;
}
