using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Says what a party may choose for itself.</summary>
internal static class LocalChoices
{
    public static Rejection? Check(AgreementState state, Jurisdiction party, AgreementDeed.Choose choose, DateTimeOffset at)
    {
        var periods = state.Network.Agreement.RuleSets.Where(period => period.Number == choose.RuleSet).ToArray();
        if (!Array.Exists(periods, period => period.Binds(party)))
        {
            return AgreementActs.NotEntitled(
                $"{party} 不受第 {choose.RuleSet} 版规则约束。", $"{party} is not bound by version {choose.RuleSet} of the rules.");
        }

        var (earliest, last) = (AgreementActs.EarliestFrom(at), periods[^1].InForceTo);
        if (choose.From < earliest || choose.From < periods[0].InForceFrom || choose.From > last)
        {
            var first = CivilDates.Format(periods[0].InForceFrom > earliest ? periods[0].InForceFrom : earliest);
            var end = last is { } day ? CivilDates.Format(day) : null;
            return new(RejectionCode.WrongDay, new(
                $"起始日应不早于 {first}{(end is null ? "" : $"、不晚于 {end}")}；实为 {CivilDates.Format(choose.From)}。",
                $"Expected a first day from {first}{(end is null ? "" : $" to {end}")}; found "
                + $"{CivilDates.Format(choose.From)}."));
        }

        return choose.Choices.Select(choice => Check(periods[0], choice.Key, choice.Value))
            .FirstOrDefault(rejection => rejection is not null);
    }

    private static Rejection? Check(RuleSet rules, string name, string value)
    {
        var local = rules.Terms.Parameters.Where(parameter => parameter.IsLocal).ToArray();
        if (rules.Terms.Find(name) is not { IsLocal: true } parameter)
        {
            var (chinese, english) = local.Length == 0 ? ("没有任何参数", "nothing")
                : (string.Join('、', local.Select(one => one.Name)), string.Join(", ", local.Select(one => one.Name)));
            return AgreementActs.NotEntitled(
                $"{rules.Name} 允许各方自行选择的是：{chinese}；不包括“{name}”。",
                $"{rules.Name} leaves to each party: {english}; not '{name}'.");
        }

        return value.Length == 0 || parameter.Read(value) is not null ? null : new(RejectionCode.NoRuleSet, new(
            $"{name} 的值应为{parameter.Type.Name.Chinese}{Codes(parameter)}；实为“{value}”。",
            $"{name}: expected {parameter.Type.Name.English}{Codes(parameter)}; found '{value}'."));
    }

    private static string Codes(Parameter parameter) =>
        parameter.Type.Set is { } set ? $" ({string.Join(", ", set.Members)})" : "";
}
