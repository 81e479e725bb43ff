using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Verification;

/// <summary>What checking one thing came to.</summary>
/// <param name="IsSound">Whether it holds.</param>
/// <param name="Sentence">What was checked, or what is wrong and where.</param>
internal sealed record Verdict(bool IsSound, Wording Sentence)
{
    public static Verdict Sound(string chinese, string english) => new(true, new Wording(chinese, english));

    public static Verdict Wrong(string chinese, string english) => new(false, new Wording(chinese, english));
}
