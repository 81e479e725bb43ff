using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads one rule of a document.</summary>
/// <param name="reader">Collects the mistakes.</param>
/// <param name="schema">What conditions may ask.</param>
/// <param name="parameters">What the parties agreed on, in the order of the choices of a group.</param>
internal sealed class RuleReader(
    DocumentReader reader, RuleSchema<Circumstances> schema, ImmutableArray<Parameter> parameters)
{
    private const string Default = "record.decidedOn";
    private const string Happened = "any e in events where e.on is known and (";
    private const string HappenedOn = "first e in events where (";

    private static readonly Dictionary<string, RecordKind> KindWords =
        Enum.GetValues<RecordKind>().ToDictionary(kind => Spelling.Of(kind));

    private static readonly Dictionary<string, ReasonEffect> EffectWords =
        Enum.GetValues<ReasonEffect>().ToDictionary(effect => Spelling.Of(effect));

    private static readonly Dictionary<string, bool> NatureWords = new() { ["MANDATORY"] = true, ["OPTIONAL"] = false };

    private static readonly Dictionary<string, bool> ScopeWords = new() { ["RECORD"] = false, ["ITEM"] = true };

    private static readonly Dictionary<string, ReasonDecider> DeciderWords =
        new() { ["RULE"] = ReasonDecider.Rule, ["OFFICER"] = ReasonDecider.Officer };

    /// <summary>Reads a rule.</summary>
    /// <returns>Null when it is wrong; what is wrong has been reported.</returns>
    public Rule? Read(DocumentNode node)
    {
        if (reader.Entries(
            node, "code", "effect", "precedence", "kinds", "nature", "decider", "scope", "when", "happened", "suspect", "since",
            "deadline", "basis", "trust", "title", "sentence") is not { } rule)
        {
            return null;
        }

        var code = ReasonOf(rule);
        var decider = rule.Choose("decider", DeciderWords);
        var (when, since) = Condition(rule, decider);
        var kinds = KindsOf(rule);
        string[] names = [.. (when?.Names ?? []).Concat(since?.Names ?? [])];
        var read = new Rule
        {
            Code = code?.Code ?? default,
            Precedence = rule.Read("precedence", text => int.TryParse(text, out var number)
                ? number : throw new ViolationException(new Wording(
                "整数", "a whole number"))),
            IsMandatory = rule.Choose("nature", NatureWords),
            DecidedBy = decider,
            Kinds = kinds,
            When = when,
            IsOfItems = IsOfItems(rule, code, kinds),
            Suspect = reader.Text(rule.Find("suspect")) is { } suspect ? Compile(suspect, "", "", Formula.Condition) : null,
            Since = since!,
            Title = rule.Wording("title"),
            Sentence = rule.Wording("sentence"),
            LegalBasis = rule.TextOrEmpty("basis"),
            Trust = rule.Trust("trust"),
            Deadline = DeadlineOf(rule),
            DependsOnReceiver = CaseSchema.DependsOnReceiver(names),
            Choices = CaseSchema.ChoicesIn(names, parameters),
            DependsOnDay = CaseSchema.DependsOnDay(when?.Names ?? []),
        };
        if (code is not null)
        {
            CatalogueCheck.Report(reader, rule, read, rule.Choose("effect", EffectWords));
        }

        return code is null || since is null ? null : read;
    }

    // Only a refusal can concern a part of a package: what rests, ends or is only remarked on is the package.
    private bool IsOfItems(Entries rule, Reason? code, ImmutableArray<RecordKind> kinds)
    {
        if (rule.Find("scope") is not { } written || !rule.Choose("scope", ScopeWords))
        {
            return false;
        }

        if (code is not null && (code.Effect != ReasonEffect.Refuse || rule.Find("when") is null
            || kinds.Any(kind => kind != RecordKind.Evidence)))
        {
            reader.Report(written, RuleFaultCode.Contradiction, new Wording(
                "仅对 EVIDENCE 的 REFUSE 理由且写明 when 时，scope 才能为 ITEM",
                "the scope ITEM only with 'when', for reasons of effect REFUSE that concern EVIDENCE alone"));
        }

        return true;
    }

    private Reason? ReasonOf(Entries rule)
    {
        if (reader.Text(rule.Need("code")) is not { } written)
        {
            return null;
        }

        if (ReasonCatalogue.Find(written.Text) is { } reason)
        {
            return reason;
        }

        var nearest = Nearest.Of(written.Text, ReasonCatalogue.All.Select(known => known.Code.ToString()));
        reader.Report(written, RuleFaultCode.UnknownCode, nearest is null
            ? new Wording("理由代码目录中的代码", "a code of the reason catalogue")
            : new Wording($"理由代码目录中的代码（可能是 {nearest}）", $"a code of the reason catalogue; perhaps {nearest}"));
        return null;
    }

    // "happened" says in one condition what nine rules in ten ask: whether there is such an event, and since when.
    private (Formula<Circumstances, bool>? When, Formula<Circumstances, DateOnly>? Since) Condition(
        Entries rule, ReasonDecider decider)
    {
        var (happened, when) = (reader.Text(rule.Find("happened")), reader.Text(rule.Find("when")));
        if (happened is not null && when is not null)
        {
            reader.Report(happened, RuleFaultCode.MisplacedValue, new Wording(
                "when 与 happened 只写其一", "'when' or 'happened', not both"));
        }

        if (happened is null && when is null && decider == ReasonDecider.Rule)
        {
            reader.Report(rule.At, RuleFaultCode.MissingEntry, new Violation(
                new Wording("“when”或者“happened”条件", "a condition, 'when' or 'happened'"), new Wording("没有", "none")));
        }

        var condition = happened is not null ? Compile(happened, Happened, ")", Formula.Condition)
            : when is not null ? Compile(when, "", "", Formula.Condition)
            : null;
        var since = reader.Text(rule.Find("since")) is { } written ? Compile(written, "", "", Formula.Day)
            : happened is not null ? Formula.Day($"{HappenedOn}{happened.Text}) : e.on", schema, out _)
            : Formula.Day(Default, schema, out _);
        return (condition, (happened ?? when) is not null && condition is null ? null : since);
    }

    private delegate Formula<Circumstances, T>? Compiler<T>(
        string text, RuleSchema<Circumstances> schema, out RuleFaults faults)
        where T : struct, IEquatable<T>;

    private Formula<Circumstances, T>? Compile<T>(DocumentNode.Scalar written, string before, string after, Compiler<T> compile)
        where T : struct, IEquatable<T>
    {
        var text = before + written.Text + after;
        var formula = compile(text, schema, out var faults);
        reader.Report(written, faults, text, before.Length);
        return formula;
    }

    private ImmutableArray<RecordKind> KindsOf(Entries rule)
    {
        var kinds = ImmutableArray.CreateBuilder<RecordKind>();
        foreach (var node in reader.List(rule.Need("kinds")))
        {
            if (reader.Text(node) is { } word)
            {
                if (KindWords.TryGetValue(word.Text, out var kind) && !kinds.Contains(kind))
                {
                    kinds.Add(kind);
                }
                else
                {
                    reader.Report(word, RuleFaultCode.MisplacedValue, new Wording(
                        $"{string.Join('、', KindWords.Keys)}，每种一次", $"one of {string.Join(", ", KindWords.Keys)}, each once"));
                }
            }
        }

        return kinds.ToImmutable();
    }

    private Period? DeadlineOf(Entries rule)
    {
        if (reader.Text(rule.Find("deadline")) is not { } written)
        {
            return null;
        }

        if (Parameter.Read(written.Text, new RuleType(RuleKind.Duration)) is Period period)
        {
            return period;
        }

        reader.Report(written, RuleFaultCode.MisplacedValue, new Wording(
            "期间，例如 10 workdays", "a duration such as 10 workdays"));
        return null;
    }
}
