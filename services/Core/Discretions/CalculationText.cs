using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Puts a calculation into words, as it goes into a file and before a party.</summary>
internal static class CalculationText
{
    public static Wording Of(Calculation of)
    {
        var steps = new List<Wording>(Heading(of));
        steps.AddRange(of.Factors.Select(Line));
        steps.Add(Sum(of));
        steps.AddRange(Clipped(of.Weighed, of.WithinRange));
        steps.AddRange(of.Modifiers.Select(Line));
        if (of.Modifiers.Any(modifier => modifier.ExcludedBy.IsEmpty))
        {
            steps.Add(new($"调整后：{Yuan(of.Reduced)}元。", $"After this: {Yuan(of.Reduced)} yuan."));
            steps.AddRange(Clipped(of.Reduced, Math.Max(of.Reduced, of.Article.RangeMin?.Value ?? 0)));
        }

        if (Math.Max(of.Reduced, of.Article.RangeMin?.Value ?? 0) != of.Amount.Value)
        {
            var unit = of.Table.Terms.Rounding.Unit.ToGroupedYuan();
            steps.Add(new($"以{unit}元为单位取整。", $"Rounded to {unit} yuan."));
        }

        var fine = of.Amount.ToGroupedYuan();
        steps.Add(new($"裁量结果：罚款{fine}元。", $"Fine: {fine} yuan."));
        steps.AddRange(Caution(of));
        return new Wording(
            string.Join('\n', steps.Select(step => step.Chinese)), string.Join('\n', steps.Select(step => step.English)));
    }

    public static Wording Of(Deviation deviation)
    {
        var (fine, table) = (deviation.Fine.ToGroupedYuan(), deviation.Calculated.ToGroupedYuan());
        var percent = deviation.Percent is { } share
            ? share.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture) + "%" : null;
        var verdict = deviation switch
        {
            { IsOutsideRange: true } => new Wording(
                "超出法定罚款幅度，须另有法定依据。", "outside the range of the statute, which needs a basis in law of its own"),
            { MustBeReasoned: true } => new Wording(
                $"超过允许的{deviation.Allowed}，决定书应当说明理由。", $"more than {deviation.Allowed}, so the decision must say why"),
            _ => new Wording($"未超过允许的{deviation.Allowed}。", $"within the {deviation.Allowed} allowed"),
        };
        return new Wording(
            $"实际罚款{fine}元，裁量结果{table}元，偏离{percent ?? "无法以百分比表示"}：{verdict.Chinese}",
            $"Imposed {fine} yuan, calculated {table} yuan, deviation {percent ?? "not a percentage"}: {verdict.English}.");
    }

    private static IEnumerable<Wording> Heading(Calculation of)
    {
        var (terms, article) = (of.Table.Terms, of.Article);
        var parts = article.Id.Split('/');
        var number = parts[2].Split('-')[0];
        var range = (article.RangeMin?.ToGroupedYuan(), article.RangeMax?.ToGroupedYuan()) switch
        {
            ({ } least, { } most) => new Wording($"{least}元以上{most}元以下", $"{least} to {most} yuan"),
            (null, { } most) => new($"{most}元以下", $"up to {most} yuan"),
            var (least, _) => new($"{least}元以上", $"{least} yuan or more"),
        };
        yield return new(
            $"违法行为：{article.Title.Chinese}。《{parts[0]}》（{parts[1]}）第{number}条，法定罚款幅度{range.Chinese}。",
            $"Violation: {article.Title.English}. {parts[0]} ({parts[1]}) art. {number}, range {range.English}.");
        yield return new(
            $"裁量表：{terms.Title.Chinese}（{terms.RulesetId}，{terms.Edition}）。",
            $"Table: {terms.Title.English} ({terms.RulesetId}, {terms.Edition}).");
        if (article.Method == DiscretionMethod.Accumulation)
        {
            yield return new($"裁量起点：{article.Start}。", $"Start: {article.Start}.");
        }
    }

    private static Wording Line(CountedFactor counted)
    {
        var (factor, level) = (counted.Factor.Name, counted.Level);
        var records = string.Join(", ", counted.RestsOn);
        return counted.IsKnown
            ? new(
                $"{factor.Chinese}：{level.Name.Chinese}，{level.Weight}{(records.Length > 0 ? $"（依据：{records}）" : "")}。",
                $"{factor.English}: {level.Name.English}, {level.Weight}{(records.Length > 0 ? $" (rests on {records})" : "")}.")
            : new(
                $"{factor.Chinese}：未查明，按最低档次“{level.Name.Chinese}”计，{level.Weight}。",
                $"{factor.English}: unknown, so the lowest level counts, {level.Name.English}, {level.Weight}.");
    }

    private static Wording Line(CountedModifier counted)
    {
        var (name, basis) = (counted.Modifier.Name, counted.Modifier.Basis);
        return counted.ExcludedBy.IsEmpty
            ? new(
                $"{name.Chinese}：降低{counted.Reduction}{(basis.Length > 0 ? $"（{basis}）" : "")}。",
                $"{name.English}: reduced by {counted.Reduction}{(basis.Length > 0 ? $" ({basis})" : "")}.")
            : new(
                $"{name.Chinese}：不适用（{string.Join('；', counted.ExcludedBy.Select(reason => reason.Name.Chinese))}）。",
                $"{name.English}: excluded ({string.Join("; ", counted.ExcludedBy.Select(reason => reason.Name.English))}).");
    }

    private static Wording Sum(Calculation of)
    {
        var (least, most) = (of.Article.RangeMin?.ToGroupedYuan(), of.Article.RangeMax?.ToGroupedYuan());
        var reference = of.Article.Method switch
        {
            DiscretionMethod.ShareOfRange => $"{least} + ({most} - {least})",
            DiscretionMethod.MultipleOfMinimum => least,
            _ => most,
        };
        var cut = of.Sum == of.Counted ? new Wording("", "")
            : new Wording($"，按{of.Counted}计", $", counted as {of.Counted}");
        var result = $"{reference} × {of.Counted} = {Yuan(of.Weighed)}";
        return new($"合计{of.Sum}{cut.Chinese}：{result}元。", $"Together {of.Sum}{cut.English}: {result} yuan.");
    }

    private static IEnumerable<Wording> Clipped(decimal before, decimal after) => before == after ? []
        : before < after
            ? [new($"低于法定最低罚款，按{Yuan(after)}元计。", $"Below the statutory minimum: {Yuan(after)} yuan.")]
            : [new($"高于法定最高罚款，按{Yuan(after)}元计。", $"Above the statutory maximum: {Yuan(after)} yuan.")];

    private static IEnumerable<Wording> Caution(Calculation of)
    {
        (bool IsOpen, Wording What)[] values =
        [
            (IsOpen(of.Table.Terms.Trust), new("裁量表", "the table")),
            (IsOpen(of.Article.RangeTrust), new("法定幅度", "the range")),
            (of.Factors.Any(factor => IsOpen(factor.Level.Trust)), new("裁量权重", "the weights")),
            (of.Modifiers.Any(modifier => IsOpen(modifier.Modifier.Trust)), new("调整幅度", "the reduction")),
            (IsOpen(of.Table.Terms.Rounding.Trust), new("取整规则", "the rounding")),
        ];
        var open = values.Where(value => value.IsOpen).Select(value => value.What).ToImmutableArray();
        return open.IsEmpty ? [] : [new Wording(
            $"提示：{string.Join('、', open.Select(what => what.Chinese))}尚待有权机关确认。",
            $"Still to be confirmed by those in charge: {string.Join(", ", open.Select(what => what.English))}.")];
    }

    private static bool IsOpen(SourceTrust trust) => trust is SourceTrust.Recalled or SourceTrust.Derived;

    private static string Yuan(decimal fen) => (fen / 100).ToString("#,##0.##########", CultureInfo.InvariantCulture);
}
