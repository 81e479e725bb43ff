using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>A list of a schema.</summary>
/// <param name="path">The name.</param>
/// <param name="meaning">What it means, for the list of names.</param>
internal abstract class ListField<TContext>(string path, Wording meaning)
{
    public string Path => path;

    public Wording Meaning => meaning;

    /// <summary>Lists its name and those of the fields of its elements, each with its kind and meaning.</summary>
    public abstract IEnumerable<(string Name, Wording Kind, Wording Meaning)> Describe();

    /// <summary>Binds a quantifier over it.</summary>
    /// <returns>Null when there is a mistake; it has been reported.</returns>
    public abstract Term<Frame<TContext>>? Bind(
        Expression.Iteration iteration, RuleType? wanted, RuleSchema<TContext> schema, FaultList faults);
}

/// <summary>A list of elements of one kind.</summary>
/// <param name="path">The name.</param>
/// <param name="meaning">What it means.</param>
/// <param name="get">The list of a context.</param>
/// <param name="element">What may be asked of an element.</param>
internal sealed class ListField<TContext, TElement>(
    string path, Wording meaning, Func<TContext, IReadOnlyList<TElement>?> get, RuleSchema<TElement> element)
    : ListField<TContext>(path, meaning)
{
    private static readonly Wording Ordered = new("数、金额或日期", "a number, an amount of money or a date");
    private static readonly Wording Summed = new("数或金额", "a number or an amount of money");

    public override IEnumerable<(string Name, Wording Kind, Wording Meaning)> Describe() => element.Describe()
        .Select(field => ($"{Path}[].{field.Name}", field.Kind, field.Meaning))
        .Prepend((Path, new Wording("列表", "a list"), Meaning));

    public override Term<Frame<TContext>>? Bind(
        Expression.Iteration iteration, RuleType? wanted, RuleSchema<TContext> schema, FaultList faults)
    {
        var binder = new ElementBinder<TContext, TElement>(schema, element, iteration.Variable.Path, faults);
        var truth = new RuleType(RuleKind.Truth);
        var where = iteration.Where is { } condition
            ? binder.Bind(condition, truth) as Term<ElementFrame<TContext, TElement>, bool>
            : new ConstantTerm<ElementFrame<TContext, TElement>, bool>(truth, true);
        var taken = iteration.Value is { } value
            ? binder.Bind(value, iteration.Word is "first" or "last" ? wanted : null)
            : new ConstantTerm<ElementFrame<TContext, TElement>, decimal>(new RuleType(RuleKind.Number), 1);
        if (where is null || taken is null)
        {
            return null;
        }

        var of = new Selection<TContext, TElement>(Path, get, where);
        return iteration.Word switch
        {
            "any" => new ExistsTerm<TContext, TElement>(of, sought: true, whenFound: true),
            "no" => new ExistsTerm<TContext, TElement>(of, sought: true, whenFound: false),
            "all" => new ExistsTerm<TContext, TElement>(of, sought: false, whenFound: false),
            "first" or "last" => Pick(of, taken, iteration.Word == "last"),
            "min" or "max" => Extreme(of, taken, iteration.Word == "max" ? 1 : -1)
                ?? Refuse(binder, iteration, Ordered, taken.Type),
            _ => Sum(of, taken) ?? Refuse(binder, iteration, Summed, taken.Type),
        };
    }

    private static Term<Frame<TContext>>? Refuse(
        ElementBinder<TContext, TElement> binder, Expression.Iteration iteration, Wording expected, RuleType found)
    {
        binder.Refuse(iteration.Value!, expected, found);
        return null;
    }

    private static Term<Frame<TContext>>? Sum(
        Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>> taken) => taken switch
    {
        Term<ElementFrame<TContext, TElement>, decimal> number =>
            new SumTerm<TContext, TElement, decimal>(of, number, Arithmetic.Add),
        Term<ElementFrame<TContext, TElement>, long> money => new SumTerm<TContext, TElement, long>(of, money, Arithmetic.Add),
        _ => null,
    };

    private static Term<Frame<TContext>>? Extreme(
        Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>> taken, int sign) => taken switch
    {
        Term<ElementFrame<TContext, TElement>, decimal> number =>
            new ExtremeTerm<TContext, TElement, decimal>(of, number, sign),
        Term<ElementFrame<TContext, TElement>, long> money => new ExtremeTerm<TContext, TElement, long>(of, money, sign),
        Term<ElementFrame<TContext, TElement>, DateOnly> day => new ExtremeTerm<TContext, TElement, DateOnly>(of, day, sign),
        _ => null,
    };

    private static Term<Frame<TContext>> Pick(
        Selection<TContext, TElement> of, Term<ElementFrame<TContext, TElement>> taken, bool isLast) => taken switch
    {
        Term<ElementFrame<TContext, TElement>, bool> truth => new PickTerm<TContext, TElement, bool>(of, truth, isLast),
        Term<ElementFrame<TContext, TElement>, decimal> number => new PickTerm<TContext, TElement, decimal>(of, number, isLast),
        Term<ElementFrame<TContext, TElement>, long> money => new PickTerm<TContext, TElement, long>(of, money, isLast),
        Term<ElementFrame<TContext, TElement>, DateOnly> day => new PickTerm<TContext, TElement, DateOnly>(of, day, isLast),
        Term<ElementFrame<TContext, TElement>, Period> period => new PickTerm<TContext, TElement, Period>(of, period, isLast),
        _ => new PickTerm<TContext, TElement, Symbol>(of, (Term<ElementFrame<TContext, TElement>, Symbol>)taken, isLast),
    };
}
