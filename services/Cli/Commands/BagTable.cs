using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>Shows what was found in a bag.</summary>
internal static class BagTable
{
    public static void Tell(Screen screen, Bag bag, BagCheck check, PackageContents? contents)
    {
        if (screen.IsJson)
        {
            var json = ToJson(bag, check);
            if (contents is not null)
            {
                json["contents"] = PackageTable.ToJson(contents);
            }

            screen.Json(json);
            return;
        }

        foreach (var finding in check.Findings)
        {
            var weight = finding.Severity == BagSeverity.Fault ? screen.Say("错误", "fault ") : screen.Say("提示", "remark");
            screen.Line($"{weight}  {finding.Code}  {screen.Say(finding.Sentence)}");
        }

        if (check.FindingsLeftOut > 0)
        {
            screen.Line(screen.Say($"另有 {check.FindingsLeftOut} 处未列出。", $"and {check.FindingsLeftOut} more."));
        }

        var payload = bag.Files.Where(file => file.IsPayload).ToList();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{screen.Say(
            $"{bag.Name}：{Word(check).Chinese}；载荷 {payload.Count} 个文件，{payload.Sum(file => file.Bytes):N0} 字节",
            $"{bag.Name}: {Word(check).English}; {payload.Count} payload files, {payload.Sum(file => file.Bytes):N0} bytes")}"));
        if (check.TagManifestDigest is { } digest)
        {
            screen.Line($"tagmanifest-sha256.txt  {digest}");
        }

        if (contents is not null)
        {
            PackageTable.Tell(screen, contents);
        }
    }

    private static Wording Word(BagCheck check) => check switch
    {
        { IsAcceptable: true } => new("完整、有效，符合证据包规范", "complete, valid, and to the profile"),
        { IsValid: true } => new("完整、有效，但不符合证据包规范", "complete and valid, but not to the profile"),
        { IsComplete: true } => new("文件齐全，但未通过校验", "complete, but not valid"),
        _ => new("不完整或者不可接受", "not complete, or not acceptable"),
    };

    private static JsonObject ToJson(Bag bag, BagCheck check) => new()
    {
        ["name"] = bag.Name,
        ["isComplete"] = check.IsComplete,
        ["isValid"] = check.IsValid,
        ["isAcceptable"] = check.IsAcceptable,
        ["tagManifestSha256"] = check.TagManifestDigest?.ToString(),
        ["findings"] = new JsonArray([.. check.Findings.Select(finding => new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = finding.Severity.ToString().ToUpperInvariant(),
            ["path"] = finding.Path,
            ["zh"] = finding.Sentence.Chinese,
            ["en"] = finding.Sentence.English,
        })]),
        ["findingsLeftOut"] = check.FindingsLeftOut,
    };
}
