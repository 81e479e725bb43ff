using System.Collections.Immutable;

namespace ExchangeHub.History;

/// <summary>Whom somebody trusts: which logs, and how many of which witnesses.</summary>
/// <remarks>
/// Text form, line by line: <c>log VKEY [URL]</c>, <c>witness NAME VKEY [URL]</c>, <c>group NAME all|any|K NAME…</c>,
/// <c>quorum NAME|none</c>; empty lines and lines with <c>#</c> are left out. Source: C2SP tlog-policy.
/// </remarks>
public sealed class LogPolicy
{
    private const string None = "none";

    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private string? _quorum;

    private LogPolicy()
    {
    }

    /// <summary>Gets the keys of the logs.</summary>
    public ImmutableArray<NoteKey> Logs { get; private set; } = [];

    /// <summary>Gets the keys of the witnesses.</summary>
    public IEnumerable<NoteKey> Witnesses => _members.Values.OfType<Member.Signer>().Select(signer => signer.Key);

    /// <summary>Finds the key of a witness.</summary>
    /// <param name="name">Its name in this policy.</param>
    /// <returns>The key, or null.</returns>
    public NoteKey? FindWitness(string name) => (_members.GetValueOrDefault(name) as Member.Signer)?.Key;

    /// <summary>Reads a policy.</summary>
    /// <param name="text">The text form.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="FormatException">A line has another form, or names what stands on no line before it; the message names
    /// the line.</exception>
    public static LogPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var policy = new LogPolicy();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !words[0].StartsWith('#') && policy.Take(words) is { } fault)
            {
                throw new FormatException($"Line {number}: {fault} Found '{line.Trim()}'.");
            }
        }

        return policy._quorum is null
            ? throw new FormatException("Expected one line 'quorum NAME'; found none.")
            : policy;
    }

    /// <summary>Judges a checkpoint.</summary>
    /// <param name="note">The checkpoint with its signatures.</param>
    /// <param name="verify">Verifies Ed25519.</param>
    /// <returns>What it says, which log signed it, which witnesses did and when, and whether they are enough.</returns>
    public PolicyVerdict Judge(SignedNote note, VerifyEd25519 verify)
    {
        ArgumentNullException.ThrowIfNull(note);
        _ = Checkpoint.TryParse(note.Text, out var checkpoint);
        var log = Logs.FirstOrDefault(log => log.Name == checkpoint?.Origin && log.Verify(note, verify) is not null);
        var witnessed = ImmutableDictionary.CreateBuilder<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (name, member) in _members)
        {
            if (member is Member.Signer signer && signer.Key.Verify(note, verify) is { } at)
            {
                witnessed.Add(name, at);
            }
        }

        return new PolicyVerdict(
            checkpoint, log, witnessed.ToImmutable(), _quorum == None || Holds(_quorum!, witnessed.Keys.ToHashSet()));
    }

    private bool Holds(string name, HashSet<string> signed) => _members[name] switch
    {
        Member.Group group => group.Names.Count(member => Holds(member, signed)) >= group.Threshold,
        _ => signed.Contains(name),
    };

    private string? Take(string[] words) => words switch
    {
        ["log", var text, ..] when words.Length <= 3 => TakeLog(text),
        ["witness", var name, var text, ..] when words.Length <= 4 => TakeWitness(name, text),
        ["group", var name, var threshold, .. var names] when names.Length > 0 => TakeGroup(name, threshold, names),
        ["quorum", var name] => TakeQuorum(name),
        _ => "Expected 'log VKEY', 'witness NAME VKEY', 'group NAME all|any|K NAME…' or 'quorum NAME'.",
    };

    private string? TakeLog(string text)
    {
        if (!NoteKey.TryParse(text, out var key) || key.Kind != NoteKeyKind.Note)
        {
            return "Expected the key of a log.";
        }

        if (Logs.Any(log => log.PublicKey.AsSpan().SequenceEqual(key.PublicKey.AsSpan())))
        {
            return "Expected each log once.";
        }

        Logs = Logs.Add(key);
        return null;
    }

    private string? TakeWitness(string name, string text)
    {
        if (!NoteKey.TryParse(text, out var key) || key.Kind != NoteKeyKind.Cosignature)
        {
            return "Expected the key of a witness.";
        }

        return Witnesses.Any(witness => witness.PublicKey.AsSpan().SequenceEqual(key.PublicKey.AsSpan()))
            ? "Expected each witness once."
            : Define(name, new Member.Signer(key));
    }

    private string? TakeGroup(string name, string threshold, string[] names)
    {
        var count = threshold switch
        {
            "all" => names.Length,
            "any" => 1,
            _ => NoteText.TryReadNumber(threshold, out var number) && number <= names.Length ? (int)number : 0,
        };
        if (count == 0)
        {
            return "Expected 'all', 'any' or a number from 1 to that of the members.";
        }

        var grouped = _members.Values.OfType<Member.Group>().SelectMany(group => group.Names).ToHashSet(StringComparer.Ordinal);
        return names.FirstOrDefault(member => !_members.ContainsKey(member)) is { } unknown
                ? $"Expected witnesses and groups of lines before; '{unknown}' is none."
            : names.FirstOrDefault(member => !grouped.Add(member)) is { } twice
                ? $"Expected each member in one group, once; '{twice}' is in two."
            : Define(name, new Member.Group(count, [.. names]));
    }

    private string? TakeQuorum(string name)
    {
        if (_quorum is not null || (name != None && !_members.ContainsKey(name)))
        {
            return "Expected one quorum, of a witness or a group of a line before, or 'none'.";
        }

        _quorum = name;
        return null;
    }

    private string? Define(string name, Member member) =>
        name == None || !_members.TryAdd(name, member) ? "Expected a name that is not taken." : null;

    private abstract record Member
    {
        private Member()
        {
        }

        internal sealed record Signer(NoteKey Key) : Member;

        internal sealed record Group(int Threshold, ImmutableArray<string> Names) : Member;
    }
}

/// <summary>What a policy says of a checkpoint.</summary>
/// <param name="Checkpoint">What the note says; null when it is no checkpoint.</param>
/// <param name="Log">The log whose signature verifies, or null.</param>
/// <param name="Witnessed">The witnesses whose cosignatures verify, by their names in the policy, with their times.</param>
/// <param name="HasQuorum">Whether these are enough.</param>
public sealed record PolicyVerdict(
    Checkpoint? Checkpoint, NoteKey? Log, ImmutableDictionary<string, DateTimeOffset> Witnessed, bool HasQuorum)
{
    /// <summary>Gets whether the checkpoint may be relied upon.</summary>
    public bool IsTrusted => Checkpoint is not null && Log is not null && HasQuorum;
}
