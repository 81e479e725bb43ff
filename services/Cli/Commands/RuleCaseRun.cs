using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Agreements;
using ExchangeHub.Cli.Output;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>One run over one or more files of cases.</summary>
/// <param name="screen">Where the results go.</param>
/// <param name="rules">The rule set that is tested.</param>
internal sealed class RuleCaseRun(Screen screen, RuleSet rules)
{
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private int _cases;
    private int _failed;
    private int _faults;

    /// <summary>Plays the cases of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">Its document, or null.</param>
    /// <param name="fault">The mistake that keeps it from being read, or null.</param>
    public void Test(FileInfo file, DocumentNode? root, RuleFault? fault)
    {
        var faults = new RuleFaults(fault is null ? [] : [fault], 0);
        var cases = root is null ? null : RuleCaseFile.Read(root, rules, out faults);
        if (cases is null)
        {
            _faults += faults.First.Length + faults.More;
            Documents.Tell(screen, file, faults);
            return;
        }

        var zone = new CaseZone(rules, cases);
        if (Try(file, zone.ReadRecords))
        {
            foreach (var one in cases.Cases)
            {
                _ = Try(file, () => Test(file, zone, one));
            }
        }
    }

    /// <summary>Sums up.</summary>
    /// <returns>The exit code.</returns>
    public int Conclude()
    {
        var unreached = rules.Codes.Except(_reached).ToArray();
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["rules"] = rules.Name,
                ["cases"] = _cases,
                ["failed"] = _failed,
                ["mistakes"] = _faults,
                ["unreached"] = new JsonArray([.. unreached.Select(code => JsonValue.Create(code))]),
            });
        }
        else
        {
            var (passed, reached) = (_cases - _failed, rules.RuleCount - unreached.Length);
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{screen.Say(
                $"{rules.Name}：{_cases} 个用例，{passed} 个符合，{_failed} 个不符；"
                    + $"{rules.RuleCount} 条规则中有 {reached} 条被用例触及。",
                $"{rules.Name}: {_cases} cases, {passed} as expected, {_failed} not; they reach {reached} of "
                    + $"{rules.RuleCount} rules.")}"));
            if (_faults > 0)
            {
                screen.Line(screen.Say(
                    $"用例文件有 {_faults} 处错误，有关用例未检验。", $"{_faults} mistakes in the files; their cases were not tested."));
            }

            if (unreached.Length > 0)
            {
                screen.Line(screen.Say("没有用例触及：", "Reached by no case: ") + string.Join(' ', unreached));
            }
        }

        return _failed + _faults == 0 ? ExitCode.Ok : ExitCode.Refused;
    }

    private bool Try(FileInfo file, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (CaseFaultException wrong)
        {
            _faults++;
            Documents.Tell(screen, file, new RuleFaults([wrong.Fault], 0));
            return false;
        }
    }

    private void Test(FileInfo file, CaseZone zone, RuleCase one)
    {
        var (network, facts) = zone.Play(one);
        var differences = new List<Difference>();
        foreach (var expected in one.Expect)
        {
            var assessment = Assessor.Assess(network, facts, expected.Receiver, one.AsOf);
            var found = CaseAnswer.Of(assessment);
            _reached.UnionWith(found.Codes.Concat(found.Questions.Select(question => question.Code))
                .Concat(found.Items.Select(item => item.Code)));
            if (!found.Equals(expected.Answer))
            {
                differences.Add(new Difference(
                    expected, found, [.. Reasons(expected.Answer, assessment, network, facts, expected.Receiver, one.AsOf)]));
            }
        }

        _cases++;
        _failed += differences.Count == 0 ? 0 : 1;
        Tell(file, one, differences);
    }

    private IEnumerable<string> Reasons(
        CaseAnswer expected, Assessment found, Network network, DossierFacts facts, Jurisdiction receiver, DateOnly? asOf)
    {
        foreach (var finding in found.Findings.Where(finding => !expected.Codes.Contains(finding.Code.ToString())))
        {
            yield return $"{finding.Code}: {string.Join(", ", finding.Facts.Select(fact => $"{fact.Name} = {fact.Value}"))}";
        }

        if (facts.Current is { } current)
        {
            var missing = expected.Codes.Except(found.Findings.Select(finding => finding.Code.ToString())).ToArray();
            foreach (var open in Assessor.NotJudged(network, facts, current.Statement.Dossier.Kind, receiver, asOf)
                .Where(open => missing.Contains(open.Code.ToString()) && !open.Missing.IsEmpty))
            {
                var names = string.Join(", ", open.Missing);
                yield return screen.Say($"{open.Code}: {names} 不明", $"{open.Code}: {names} is unknown");
            }
        }
    }

    private void Tell(FileInfo file, RuleCase one, List<Difference> differences)
    {
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["file"] = file.ToString(),
                ["case"] = one.Name.Text,
                ["line"] = Line(one.Name),
                ["passed"] = differences.Count == 0,
                ["differences"] = new JsonArray([.. differences.Select(difference => new JsonObject
                {
                    ["receiver"] = difference.Expected.Receiver.ToString(),
                    ["line"] = Line(difference.Expected.At),
                    ["expected"] = difference.Expected.Answer.ToString(),
                    ["found"] = difference.Found.ToString(),
                    ["reasons"] = new JsonArray([.. difference.Reasons.Select(reason => JsonValue.Create(reason))]),
                })]),
            });
            return;
        }

        foreach (var (expected, found, reasons) in differences)
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{file}({Line(expected.At)}): {screen.Say(
                $"{one.Name.Text}：{expected.Receiver} 应为 {expected.Answer}；实为 {found}",
                $"{one.Name.Text}: {expected.Receiver} expected {expected.Answer}; found {found}")}"));
            foreach (var reason in reasons)
            {
                screen.Line($"    {reason}");
            }
        }
    }

    private static int Line(DocumentNode node) => node.Source.AsSpan(0, node.Start).Count('\n') + 1;

    private sealed record Difference(CaseExpectation Expected, CaseAnswer Found, List<string> Reasons);
}
