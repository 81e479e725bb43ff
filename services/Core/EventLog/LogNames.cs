namespace ExchangeHub.EventLog;

/// <summary>The shapes of the names that a log stores beside an event.</summary>
internal static class LogNames
{
    /// <summary>How many characters the type of an event may have.</summary>
    public const int TypeLengthMax = 100;

    private const int TraceParentLengthMax = 200;

    /// <summary>Refuses a name that is empty, too long, or cannot be stored everywhere.</summary>
    public static void Check(string text, int lengthMax, string what)
    {
        ArgumentNullException.ThrowIfNull(text, what);
        if (text.Length == 0 || text.Length > lengthMax)
        {
            throw new ArgumentException($"Expected a name of 1 to {lengthMax} characters; found {text.Length}.", what);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var paired = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (char.IsControl(text[i]) || (char.IsSurrogate(text[i]) && !paired))
            {
                throw new ArgumentException(
                    $"Expected a name without control characters and unpaired surrogates; found U+{(int)text[i]:X4} at {i}.",
                    what);
            }

            i += paired ? 1 : 0;
        }
    }

    /// <summary>Says whether a text names a type of event: words of [a-z0-9] joined by single hyphens, the first beginning with
    /// a letter; then ".v" and a number without leading zero.</summary>
    public static bool IsType(string? type)
    {
        if (type is null or { Length: > TypeLengthMax })
        {
            return false;
        }

        var point = type.IndexOf('.', StringComparison.Ordinal);
        if (point < 1 || point + 2 >= type.Length || type[point + 1] != 'v' || type[point + 2] is < '1' or > '9')
        {
            return false;
        }

        var previous = '-';
        foreach (var letter in type.AsSpan(0, point))
        {
            if (!(letter is >= 'a' and <= 'z' || letter is >= '0' and <= '9' || (letter == '-' && previous != '-')))
            {
                return false;
            }

            previous = letter;
        }

        return previous != '-' && !char.IsAsciiDigit(type[0]) && !type.AsSpan(point + 3).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Refuses a trace parent that is none; null is allowed.</summary>
    public static void CheckTraceParent(string? traceParent)
    {
        if (traceParent is null)
        {
            return;
        }

        if (traceParent.Length is 0 or > TraceParentLengthMax || traceParent.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                $"TraceParent: Expected 1 to {TraceParentLengthMax} visible ASCII characters as in W3C Trace Context, or null; "
                + $"found {traceParent.Length} characters.",
                nameof(traceParent));
        }
    }
}
