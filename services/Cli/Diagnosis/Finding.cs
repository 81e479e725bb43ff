using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>How something is.</summary>
internal enum Grade
{
    Well,
    Watch,
    Wrong,
}

/// <summary>What one check found.</summary>
/// <param name="Check">The name of the check, for programs.</param>
/// <param name="Grade">How it is.</param>
/// <param name="Sentence">What was found, and what to do where it is not well.</param>
internal sealed record Finding(string Check, Grade Grade, Wording Sentence)
{
    public static Finding Well(string check, string chinese, string english) =>
        new(check, Grade.Well, new Wording(chinese, english));

    public static Finding Watch(string check, string chinese, string english) =>
        new(check, Grade.Watch, new Wording(chinese, english));

    public static Finding Wrong(string check, string chinese, string english) =>
        new(check, Grade.Wrong, new Wording(chinese, english));
}
