using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.EvidencePackages;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary>Shows what the eight-step method makes of a package: a row for each step, then what it lacks.</summary>
internal static class PackageTable
{
    private const int StepCount = 8;

    public static void Tell(Screen screen, PackageContents contents)
    {
        foreach (var fault in contents.Faults)
        {
            screen.Line($"{screen.Say("错误", "fault ")}  {screen.Say(fault)}");
        }

        if (contents.Signer is { } signer)
        {
            screen.Line(screen.Say($"签名证书：{signer.Chinese}", $"signed by {signer.English}"));
        }

        if (contents.Report is not { } report)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("步骤", "Step"), screen.Say("检查", "Checks"), screen.Say("结论", "Result"), screen.Say("缺项", "What it lacks"));
        for (var step = 1; step <= StepCount + 1; step++)
        {
            AddRow(screen, table, report, step % (StepCount + 1));
        }

        screen.Console.Write(table);
        screen.Line($"{screen.Say(Word(report.Outcome))}  {Codes(report)}".TrimEnd());
        foreach (var item in report.RefusedItems)
        {
            screen.Line(screen.Say($"证据 {item.Key} 不能使用：", $"item {item.Key} cannot be used: ") + string.Join(' ', item));
        }

        var score = (report.Score / 10m).ToString("F1", CultureInfo.InvariantCulture);
        screen.Line($"{screen.Say("得分（仅供参考）", "score (for information)")}  {score}");
    }

    public static JsonObject ToJson(PackageContents contents)
    {
        var json = new JsonObject
        {
            ["signer"] = contents.Signer is { } signer ? Say(signer) : null,
            ["faults"] = new JsonArray([.. contents.Faults.Select(fault => Say(fault))]),
        };
        if (contents.Report is { } report)
        {
            json["outcome"] = report.Outcome.ToString().ToUpperInvariant();
            json["codes"] = new JsonArray([.. report.Codes.Select(code => JsonValue.Create(code.ToString()))]);
            json["flags"] = new JsonArray([.. report.Flags.Select(code => JsonValue.Create(code.ToString()))]);
            json["items"] = new JsonObject(report.RefusedItems.Select(item => KeyValuePair.Create<string, JsonNode?>(
                item.Key, new JsonArray([.. item.Select(code => JsonValue.Create(code.ToString()))]))));
            json["scorePerMille"] = report.Score;
            json["checks"] = new JsonArray([.. report.Checks.Select(ToJson)]);
        }

        return json;
    }

    /// <summary>What the outcome is called.</summary>
    public static Wording Word(PackageOutcome outcome) => outcome switch
    {
        PackageOutcome.Admissible => new("可以援用", "it may be invoked"),
        PackageOutcome.Returned => new("退回补充（10 个工作日）", "to be returned for supplement (10 working days)"),
        PackageOutcome.Refused => new("不予认可", "it cannot be recognised"),
        _ => new("隔离：完整性或者签名不合格", "to be kept apart: integrity or signature fails"),
    };

    private static string Codes(PackageReport report) => string.Join(' ', report.Codes.Concat(report.Flags));

    private static JsonObject Say(Wording wording) => new() { ["zh"] = wording.Chinese, ["en"] = wording.English };

    private static JsonObject ToJson(PackageCheck check) => new()
    {
        ["step"] = check.Step,
        ["severity"] = $"{Letter(check.Severity)}",
        ["passes"] = check.Passes,
        ["code"] = check.Passes ? null : check.Code?.ToString(),
        ["item"] = check.Item,
        ["zh"] = check.Sentence.Chinese,
        ["en"] = check.Sentence.English,
    };

    private static void AddRow(Screen screen, Table table, PackageReport report, int step)
    {
        var checks = report.Checks.Where(check => check.Step == step).ToList();
        var failing = checks.Where(check => !check.Passes).OrderByDescending(check => check.Severity).ToList();
        var title = StepTitles.Of(step);
        var name = step == 0 ? screen.Say(title) : $"{step} {screen.Say(title)}";
        var result = failing.FirstOrDefault()?.Severity switch
        {
            null => screen.Say("合格", "passes"),
            CheckSeverity.Hard => "H",
            CheckSeverity.Remediable => "R",
            _ => "W",
        };
        var lacks = failing.Select(check =>
            $"{Letter(check.Severity)} {check.Code?.ToString() ?? "–"}  {screen.Say(check.Sentence)}");
        _ = table.AddRow(
            Markup.Escape(name),
            string.Create(CultureInfo.InvariantCulture, $"{checks.Count - failing.Count}/{checks.Count}"),
            Markup.Escape(result),
            Markup.Escape(string.Join('\n', lacks)));
    }

    private static char Letter(CheckSeverity severity) => severity switch
    {
        CheckSeverity.Hard => 'H',
        CheckSeverity.Remediable => 'R',
        _ => 'W',
    };
}
