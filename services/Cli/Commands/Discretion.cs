using System.Collections.Immutable;
using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Discretions;
using ExchangeHub.RuleFiles;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub discretion lint|calculate</c>: tables of discretion, as files and offline.</summary>
internal static class Discretion
{
    public static Command Command() => new("discretion", "裁量表 / Tables of discretion") { Lint(), Calculate() };

    private static Command Lint()
    {
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "裁量表文件，YAML 或 JSON / Tables, YAML or JSON", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("lint", "检查裁量表：取值、档次、译文 / Check tables: values, levels, texts") { files };
        command.SetAction(parsed =>
        {
            var isClean = true;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                isClean &= Read(file) is not null;
            }

            return isClean ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    private static Command Calculate()
    {
        var file = new Argument<FileInfo>("file") { Description = "裁量表文件 / The table" };
        var article = new Option<string>("--article")
        {
            Description = "条款：名称/版本/序号 / Provision: instrument/edition/article", Required = true,
        };
        var factors = Several("--factor", "因素=档次或测得数值[@记录标识,…] / factor=level or number[@record id,…]");
        var modifiers = Several("--modifier", "调整情形[=幅度]，如 public-apology=40% / Modifier, with its reduction");
        var exclusions = Several("--exclusion", "调整的不适用情形 / What keeps a modifier from being applied");
        var earlier = new EarlierViolations();
        var fine = new Option<string?>("--fine") { Description = "实际罚款，元 / The fine that was imposed, in yuan" };
        var command = new Command(
            "calculate", "计算罚款，列明每一因素；偏离时退出码 10 / Calculate a fine factor by factor; exit code 10 when it deviates")
        {
            file, article, factors, modifiers, exclusions, fine,
        };
        earlier.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var table = Read(parsed.GetRequiredValue(file), isQuiet: true) ?? throw new CommandException(
                ExitCode.Refused, "裁量表有错误，见上。", "The table has mistakes; see above.");
            var named = parsed.GetRequiredValue(article);
            var findings = new CaseFindings
            {
                Levels =
                [
                    .. (parsed.GetValue(factors) ?? []).Select(Level),
                    .. await earlier.FindAsync(parsed, table, named, cancellation),
                ],
                Modifiers = [.. (parsed.GetValue(modifiers) ?? []).Select(Modifier)],
                Exclusions = [.. parsed.GetValue(exclusions) ?? []],
            };
            var calculation = table.Calculate(named, findings, out var mistakes)
                ?? throw Usage(mistakes);
            var deviation = parsed.GetValue(fine) is not { } imposed ? null
                : Fen.TryFromYuan(imposed, out var amount, out var wrong) ? calculation.Compare(amount) : throw Usage([wrong]);
            Tell(Screen.Current.Value!, calculation, deviation);
            return deviation?.MustBeReasoned == true ? ExitCode.Refused : ExitCode.Ok;
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static DiscretionTable? Read(FileInfo file, bool isQuiet = false)
    {
        var screen = Screen.Current.Value!;
        var table = DiscretionDocument.Parse(Documents.Text(file), out var faults);
        Documents.Tell(screen, file, faults);
        if (table is not null && !screen.IsJson && !isQuiet)
        {
            var (name, count) = ($"{table.Terms.RulesetId} {table.Terms.Edition}", table.Articles.Length);
            screen.Line(screen.Say(
                $"{file}：{name}，{count} 个条款，没有错误；哈希 {table.Hash}",
                $"{file}: {name}, {count} articles, no mistakes; hash {table.Hash}"));
        }

        return table;
    }

    private static FoundLevel Level(string written)
    {
        var (factor, rest) = Cut(written, '=');
        var (level, records) = Cut(rest ?? throw Usage([Violation.Quoting(
            new Wording("因素=档次，例如 excess=3-5x", "factor=level, such as excess=3-5x"), written)]), '@');
        return new FoundLevel(factor, level, records is null ? [] : [.. records.Split(',').Select(text =>
            RecordId.TryParse(text, out var id, out var wrong) ? id : throw Usage([wrong]))]);
    }

    private static AskedModifier Modifier(string written)
    {
        var (modifier, text) = Cut(written, '=');
        return new AskedModifier(modifier, text is null ? null : Percentage.TryParse(text, out var reduction) ? reduction
            : throw Usage([Violation.Quoting(new Wording("百分比，例如 40%", "a share such as 40%"), text)]));
    }

    private static (string Before, string? After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is var index and >= 0 ? (text[..index], text[(index + 1)..]) : (text, null);

    private static CommandException Usage(ImmutableArray<Violation> mistakes) => new(
        ExitCode.Usage,
        string.Join('\n', mistakes.Select(mistake => mistake.ToChinese())),
        string.Join('\n', mistakes.Select(mistake => mistake.ToString())));

    private static void Tell(Screen screen, Calculation calculation, Deviation? deviation)
    {
        if (screen.IsJson)
        {
            screen.Json(CalculationJson.Of(calculation, deviation));
            return;
        }

        screen.Line(screen.Say(calculation.Text));
        if (deviation is not null)
        {
            screen.Line(screen.Say(deviation.Text));
        }
    }
}
