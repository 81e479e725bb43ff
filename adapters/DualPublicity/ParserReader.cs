namespace ExchangeHub.DualPublicity;

/// <summary>Makes the parser of an entry, if it suits the field.</summary>
internal sealed class ParserReader(IReadOnlyDictionary<string, CodeList> codes, MappingFaults faults)
{
    /// <summary>Makes the parser.</summary>
    /// <param name="place">The place of the entry in the JSON.</param>
    /// <param name="file">What the JSON says; null for nothing.</param>
    /// <param name="rule">What the field asks.</param>
    /// <param name="isRead">Whether there is a cell or a setting to read; otherwise the parser is not used.</param>
    public CellParser Read(string place, ParserFile? file, FieldRule rule, bool isRead)
    {
        place += ".parser";
        var isOfLaw = rule.Path == "legalBasis[*]";
        faults.Demand(place, !isOfLaw || file?.Citations is not null, "citations", "citations");
        faults.Demand(place, rule.Form != FieldForm.Fen || !isRead || file?.Money is "yuan" or "tenThousandYuan",
            "money：yuan 或 tenThousandYuan", "money: yuan or tenThousandYuan");
        switch (file)
        {
            case { Date: { Length: > 0 } formats }:
                faults.Demand(place, rule.Form == FieldForm.Date, "适合该字段的解析器", "a parser that suits the field");
                return new DateParser([.. formats]);
            case { Money: { } unit }:
                faults.Demand(place, rule.Form == FieldForm.Fen, "适合该字段的解析器", "a parser that suits the field");
                return new MoneyParser(unit == "tenThousandYuan", [.. file.Prefixes], file.Grouping);
            case { Citations: { } name }:
                var isListed = codes.TryGetValue(name, out var editions);
                faults.Demand(place, isOfLaw && isListed, "已定义的代码表，用于 legalBasis[*]", "a code list there is, for legalBasis[*]");
                return editions is null ? TextParser.Instance : new CitationParser(editions);
            case { Codes: { } name }:
                var isKnown = codes.TryGetValue(name, out var list);
                faults.Demand(place, isKnown, $"已定义的代码表（未见 {name}）", $"a code list there is, not {name}");
                CheckTargets($"{place} {name}", list, rule);
                return list is null ? TextParser.Instance : new CodeParser(list);
            default:
                return TextParser.Instance;
        }
    }

    private void CheckTargets(string place, CodeList? list, FieldRule rule)
    {
        foreach (var target in list?.Targets ?? [])
        {
            if (!rule.TryRead(target, out _, out var violation))
            {
                faults.Add(place, violation.Expected.Chinese, violation.Expected.English);
            }
        }
    }
}
