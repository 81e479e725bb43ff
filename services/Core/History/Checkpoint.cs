using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>What a log says of itself: its name, how many leaves it has, and their root.</summary>
/// <param name="Origin">The name of the log, unique for ever.</param>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">The root over them.</param>
/// <remarks>Source: C2SP tlog-checkpoint; without extension lines, as we write none and accept none.</remarks>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    /// <summary>Gets the text that is signed, three lines.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{NoteText.Write(Root)}\n");

    /// <summary>Reads the text that was signed.</summary>
    /// <param name="text">Three lines.</param>
    /// <param name="checkpoint">What it says, or null.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        checkpoint = text.Split('\n') is [var origin, var size, var root, ""] && origin.Length > 0
            && NoteText.TryReadNumber(size, out var count) && NoteText.TryReadHash(root, out var hash)
                ? new Checkpoint(origin, count, hash)
                : null;
        return checkpoint is not null;
    }
}
