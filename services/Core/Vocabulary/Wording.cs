namespace ExchangeHub.Vocabulary;

/// <summary>A text for people, in both languages of the hub; neither is made from the other by machine.</summary>
/// <param name="Chinese">As an administrative officer would write it; complete on its own.</param>
/// <param name="English">The same statement in English; complete on its own.</param>
public sealed record Wording(string Chinese, string English)
{
    /// <summary>Returns the English text.</summary>
    /// <returns>The English text.</returns>
    public override string ToString() => English;
}
