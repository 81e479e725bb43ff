using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ExchangeHub.SystemTests.LongestFirst", "System.Tests")]

namespace ExchangeHub.SystemTests;

/// <summary>Begins with the classes that take longest: one of them alone at the end would leave a processor idle for a minute.
/// The others follow by name, so that runs are alike.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(When_an_operator_rewrites_history), nameof(When_the_hub_is_killed), nameof(When_the_scenarios_are_played),
        nameof(When_guards_look_across_districts), nameof(When_the_command_line_asks),
        nameof(When_officers_act_from_the_command_line),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections
        .OrderBy(collection => Place(collection.DisplayName))
        .ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Place(string collection)
    {
        var place = Array.FindIndex(Long, name => collection.EndsWith($".{name}", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
