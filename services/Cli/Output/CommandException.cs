namespace ExchangeHub.Cli.Output;

/// <summary>What a command says when it cannot go on.</summary>
internal sealed class CommandException(int exitCode, string chinese, string english) : Exception(english)
{
    public int ExitCode { get; } = exitCode;

    public Vocabulary.Wording Wording { get; } = new(chinese, english);
}
