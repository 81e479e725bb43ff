using System.Collections.Immutable;

namespace ExchangeHub.Console.Drawing;

/// <summary>Something that flows: from whom, of which kind, to whom, how much.</summary>
/// <param name="From">From whom.</param>
/// <param name="Kind">Of which kind.</param>
/// <param name="To">To whom.</param>
/// <param name="Count">How much.</param>
public sealed record Flow(string From, string Kind, string To, long Count);

/// <summary>A block of a column.</summary>
/// <param name="Column">0 from whom, 1 of which kind, 2 to whom.</param>
/// <param name="Name">Its name.</param>
/// <param name="Top">Where it begins.</param>
/// <param name="Height">How high it is.</param>
/// <param name="Count">How much flows through it.</param>
public sealed record Block(int Column, string Name, double Top, double Height, long Count);

/// <summary>A band between two blocks.</summary>
/// <param name="Flow">What flows.</param>
/// <param name="Column">The column where it begins.</param>
/// <param name="Left">Where its upper edge begins.</param>
/// <param name="Right">Where its upper edge ends.</param>
/// <param name="Width">How wide it is.</param>
public sealed record Band(Flow Flow, int Column, double Left, double Right, double Width);

/// <summary>A picture of flows over three columns.</summary>
/// <param name="Blocks">The blocks, column by column.</param>
/// <param name="Bands">The bands.</param>
/// <param name="Height">How high the picture is.</param>
public sealed record Sankey(ImmutableArray<Block> Blocks, ImmutableArray<Band> Bands, double Height)
{
    private const double Gap = 14;
    private const double Least = 2;

    /// <summary>Lays out flows; in a column the order is that of the names given.</summary>
    /// <param name="flows">The flows, in any order.</param>
    /// <param name="order">The names of each column, in their order.</param>
    /// <param name="height">How high all blocks are together.</param>
    /// <returns>The picture.</returns>
    public static Sankey Of(IReadOnlyCollection<Flow> flows, IReadOnlyList<IReadOnlyList<string>> order, double height)
    {
        ArgumentNullException.ThrowIfNull(flows);
        ArgumentNullException.ThrowIfNull(order);
        var unit = height / Math.Max(1, flows.Sum(flow => flow.Count));
        var blocks = Enumerable.Range(0, 3).SelectMany(column => Stack(flows, order[column], column, unit)).ToImmutableArray();
        var bands = ImmutableArray.CreateBuilder<Band>(2 * flows.Count);
        var (left, right) = (new Dictionary<(int, string), double>(), new Dictionary<(int, string), double>());
        for (var column = 0; column < 2; column++)
        {
            foreach (var flow in flows.OrderBy(flow => At(order[column], Name(flow, column)))
                .ThenBy(flow => At(order[column + 1], Name(flow, column + 1))).ThenBy(flow => At(order[0], flow.From)))
            {
                var width = flow.Count * unit;
                bands.Add(new Band(
                    flow, column, Take(left, blocks, (column, Name(flow, column)), width),
                    Take(right, blocks, (column + 1, Name(flow, column + 1)), width), width));
            }
        }

        return new Sankey(blocks, bands.ToImmutable(), blocks.IsEmpty ? 0 : blocks.Max(block => block.Top + block.Height));
    }

    private static IEnumerable<Block> Stack(
        IReadOnlyCollection<Flow> flows, IReadOnlyList<string> names, int column, double unit)
    {
        var top = 0.0;
        foreach (var name in names)
        {
            var count = flows.Where(flow => Name(flow, column) == name).Sum(flow => flow.Count);
            if (count > 0)
            {
                yield return new Block(column, name, top, Math.Max(Least, count * unit), count);
                top += Math.Max(Least, count * unit) + Gap;
            }
        }
    }

    // Bands leave and enter a block one below the other.
    private static double Take(
        Dictionary<(int, string), double> used, ImmutableArray<Block> blocks, (int Column, string Name) at, double width)
    {
        var block = blocks.First(block => block.Column == at.Column && block.Name == at.Name);
        var from = used.GetValueOrDefault(at, block.Top);
        used[at] = from + width;
        return from;
    }

    private static string Name(Flow flow, int column) => column == 0 ? flow.From : column == 1 ? flow.Kind : flow.To;

    private static int At(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name);
}
