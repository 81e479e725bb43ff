using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What follows from recognised penalties together, as the parties agreed on it.</summary>
/// <param name="Grounds">Grounds of the list of seriously dishonest entities, in the order of the document.</param>
/// <param name="PositiveList">Who may be on a positive list; null when the agreement says nothing of it.</param>
/// <param name="Series">When penalties are a series; null when the agreement says nothing of it.</param>
internal sealed record GuardTerms(
    ImmutableArray<DishonestyGround> Grounds, PositiveListTerms? PositiveList, SeriesTerms? Series)
{
    /// <summary>Tells what they say, row by row, for comparing them.</summary>
    public IEnumerable<(string Subject, string Aspect, string Text)> Sayings() =>
        Grounds.SelectMany(ground => (IEnumerable<(string, string, string)>)
        [
            (ground.Key, "when", ground.When?.Text ?? ""),
            (ground.Key, "count", ground.Count.ToString(CultureInfo.InvariantCulture)),
            (ground.Key, "within", ground.Within?.ToString() ?? ""),
            (ground.Key, "isOfOneSort", ground.IsOfOneSort ? "true" : "false"),
            (ground.Key, "title", $"{ground.Title.Chinese} / {ground.Title.English}"),
            (ground.Key, "basis", ground.Basis),
        ])
        .Concat(PositiveList is not { } terms ? [] :
        [
            ("positiveList", "within", terms.Within.ToString()), ("positiveList", "when", terms.When.Text),
            ("positiveList", "basis", terms.Basis),
        ])
        .Concat(Series?.Sayings() ?? []);
}

/// <summary>Reads the grounds of dishonesty, the terms of the positive list, and those of a series.</summary>
internal sealed partial class GuardTermsReader(DocumentReader reader, RuleSchema<Circumstances> schema)
{
    private const int CountMax = 100;

    private static readonly Dictionary<string, bool> Truths = new() { ["true"] = true, ["false"] = false };

    /// <summary>Reads them; each may be left out.</summary>
    public GuardTerms Read(Entries document)
    {
        var grounds = ImmutableArray.CreateBuilder<DishonestyGround>();
        foreach (var node in reader.List(document.Find("dishonesty")))
        {
            if (Ground(node) is not { } ground)
            {
                continue;
            }

            if (grounds.Any(known => known.Key == ground.Key))
            {
                reader.Report(node, RuleFaultCode.RepeatedEntry, new Violation(
                    new Wording("每种情形只写一次", "every case of a ground once"), new Wording(ground.Key, ground.Key)));
            }

            grounds.Add(ground);
        }

        return new GuardTerms(grounds.ToImmutable(), PositiveList(document.Find("positiveList")),
            SeriesTerms.Read(reader, document.Find("penaltySeries")));
    }

    private DishonestyGround? Ground(DocumentNode node)
    {
        if (reader.Entries(node, "code", "case", "when", "count", "within", "isOfOneSort", "title", "basis", "trust")
            is not { } ground)
        {
            return null;
        }

        var code = ground.Read("code", text => CodeShape().IsMatch(text)
            ? text : throw new ViolationException(new Wording(
                "列入情形代码，例如 SD10", "a ground such as SD10")));
        var label = ground.Find("case") is null ? "" : ground.Read("case", text => CaseShape().IsMatch(text)
            ? text : throw new ViolationException(new Wording(
                "小写字母单词，例如 repeated", "a word of lower-case letters such as repeated")));
        var read = new DishonestyGround(
            code ?? "",
            label ?? "",
            Condition(ground.Find("when"), schema),
            ground.Find("count") is null ? 1 : ground.Read("count", Count),
            ground.Find("within") is null ? null : ground.Read("within", Within),
            ground.Find("isOfOneSort") is not null && ground.Choose("isOfOneSort", Truths))
        {
            Title = ground.Wording("title"),
            Basis = ground.TextOrEmpty("basis"),
            Trust = ground.Trust("trust"),
        };
        return code is null ? null : read;
    }

    private PositiveListTerms? PositiveList(DocumentNode? node)
    {
        if (node is null || reader.Entries(node, "within", "when", "basis", "trust") is not { } terms)
        {
            return null;
        }

        var within = terms.Read("within", Within);
        var when = Condition(terms.Need("when"), Candidate.Schema);
        var trust = terms.Trust("trust");
        return when is null ? null : new PositiveListTerms(within, when, terms.TextOrEmpty("basis"), trust);
    }

    private Formula<TContext, bool>? Condition<TContext>(DocumentNode? node, RuleSchema<TContext> names)
    {
        if (reader.Text(node) is not { } written)
        {
            return null;
        }

        var formula = Formula.Condition(written.Text, names, out var faults);
        reader.Report(written, faults, written.Text, 0);
        return formula;
    }

    /// <summary>Reads a period.</summary>
    public static Period Within(string text) => Parameter.Read(text, new RuleType(RuleKind.Duration)) is Period period
        ? period : throw new ViolationException(new Wording(
                "期间，例如 12 months", "a duration such as 12 months"));

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= CountMax
            ? number : throw new ViolationException(new Wording(
                $"1 至 {CountMax} 的整数", $"a whole number from 1 to {CountMax}"));

    [GeneratedRegex(@"\A[A-Z]{1,10}[0-9]{1,10}\z")]
    private static partial Regex CodeShape();

    [GeneratedRegex(@"\A[a-z][a-z-]{0,29}\z")]
    private static partial Regex CaseShape();
}
