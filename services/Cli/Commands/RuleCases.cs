using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.RuleFiles;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub rules test RULES CASES…</c>: says of every case whether the rules answer as their writer expects.</summary>
internal static class RuleCases
{
    public static Command Command()
    {
        var rules = new Argument<FileInfo>("rules") { Description = "规则集文件 / The rule set" };
        var files = new Argument<FileInfo[]>("cases")
        {
            Description = "用例文件，YAML 或 JSON / Files of cases, YAML or JSON", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "test", "以用例检验规则集，不连接任何服务 / Test a rule set with cases, without any service") { rules, files };
        command.SetAction(parsed =>
        {
            var screen = Screen.Current.Value!;
            var tested = RuleSets.Require(screen, parsed.GetRequiredValue(rules));
            var run = new RuleCaseRun(screen, tested);
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var (root, fault) = YamlDocument.Read(Documents.Text(file));
                run.Test(file, root, fault);
            }

            return run.Conclude();
        });
        return command;
    }
}
