using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Binds what stands outside any quantifier.</summary>
/// <param name="schema">What may be asked.</param>
/// <param name="faults">Where mistakes go.</param>
internal sealed class ContextBinder<TContext>(RuleSchema<TContext> schema, FaultList faults)
    : Binder<TContext, Frame<TContext>>(faults)
{
    protected override Term<Frame<TContext>>? BindName(Expression.Name name)
    {
        if (schema.TryFind(name.Path, out var field))
        {
            return field.OfContext<Frame<TContext>>();
        }

        Names.Report(Faults, name, schema.Names, schema.Lists);
        return null;
    }

    protected override Term<Frame<TContext>>? BindIteration(Expression.Iteration iteration, RuleType? wanted)
    {
        var variable = iteration.Variable;
        var first = variable.Path.Split('.')[0];
        if (variable.Path.Length > 0
            && (first != variable.Path || schema.Names.Concat(schema.Lists).Any(name => name.Split('.')[0] == first)))
        {
            Faults.Add(RuleFaultCode.NameTaken, variable.At, new Wording(
                "未被使用、不含点号的变量名，例如 e", "a name without points that nothing else has, such as e"));
            return null;
        }

        if (schema.TryFindList(iteration.List.Path, out var list))
        {
            return list.Bind(iteration, wanted, schema, Faults);
        }

        if (iteration.List.Path.Length > 0)
        {
            Names.ReportList(Faults, iteration.List, schema.Lists);
        }

        return null;
    }
}

/// <summary>Binds the body of a quantifier.</summary>
/// <param name="schema">What may be asked of the context.</param>
/// <param name="element">What may be asked of the element.</param>
/// <param name="variable">What the element is called.</param>
/// <param name="faults">Where mistakes go.</param>
internal sealed class ElementBinder<TContext, TElement>(
    RuleSchema<TContext> schema, RuleSchema<TElement> element, string variable, FaultList faults)
    : Binder<TContext, ElementFrame<TContext, TElement>>(faults)
{
    private string Prefix => variable + ".";

    protected override Term<ElementFrame<TContext, TElement>>? BindName(Expression.Name name)
    {
        if (name.Path.StartsWith(Prefix, StringComparison.Ordinal)
            && element.TryFind(name.Path[Prefix.Length..], out var own))
        {
            return own.OfElement<ElementFrame<TContext, TElement>>();
        }

        if (schema.TryFind(name.Path, out var field))
        {
            return field.OfContext<ElementFrame<TContext, TElement>>();
        }

        Names.Report(Faults, name, schema.Names.Concat(element.Names.Select(path => Prefix + path)), schema.Lists);
        return null;
    }

    protected override Term<ElementFrame<TContext, TElement>>? BindIteration(Expression.Iteration iteration, RuleType? wanted)
    {
        Faults.Add(RuleFaultCode.NestedQuantifier, iteration.At, new Wording(
            "不再遍历列表的条件", "a condition that goes through no other list"));
        return null;
    }
}

/// <summary>Reports names that there are not.</summary>
internal static class Names
{
    private const int ListedMax = 8;

    public static Wording IsNearest(string name) => new($"相近的有 {name}", $"the nearest is {name}");

    public static void Report(FaultList faults, Expression.Name name, IEnumerable<string> names, IEnumerable<string> lists)
    {
        if (lists.Contains(name.Path, StringComparer.Ordinal))
        {
            faults.Add(RuleFaultCode.WrongKind, name.At, new Wording(
                $"一个值；列表须加量词，例如 any e in {name.Path}",
                $"a value; a list needs a quantifier, such as any e in {name.Path}"));
            return;
        }

        var all = names.ToList();
        var nearest = Nearest.Of(name.Path, all);
        var (prefix, below) = Below(name.Path, all);
        faults.Add(
            RuleFaultCode.UnknownName, name.At,
            new Wording($"{(prefix.Length == 0 ? "" : $"{prefix} 之下的")}名称：{Some(below, "、", "等 {0} 个")}",
                $"a name{(prefix.Length == 0 ? "" : $" below {prefix}")}: {Some(below, ", ", " and {0} more")}"),
            nearest is null ? null : IsNearest(nearest));
    }

    public static void ReportList(FaultList faults, Expression.Name name, IEnumerable<string> lists)
    {
        var all = lists.ToList();
        var nearest = Nearest.Of(name.Path, all);
        faults.Add(
            RuleFaultCode.UnknownName, name.At,
            new Wording($"列表：{Some(all, "、", "等 {0} 个")}", $"a list: {Some(all, ", ", " and {0} more")}"),
            nearest is null ? null : IsNearest(nearest));
    }

    // What there is below the longest part of the path that exists.
    private static (string Prefix, List<string> Names) Below(string path, List<string> names)
    {
        for (var prefix = path; ; prefix = prefix[..prefix.LastIndexOf('.')])
        {
            var below = names.Where(name => name.StartsWith(prefix + ".", StringComparison.Ordinal)).ToList();
            if (below.Count > 0)
            {
                return (prefix, below);
            }

            if (!prefix.Contains('.', StringComparison.Ordinal))
            {
                return ("", [.. names.Select(name => name.Split('.')[0]).Distinct(StringComparer.Ordinal)]);
            }
        }
    }

    private static string Some(List<string> names, string between, string more) =>
        string.Join(between, names.Take(ListedMax)) + (names.Count > ListedMax
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, more, names.Count - ListedMax) : "");
}
