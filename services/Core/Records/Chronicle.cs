using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>The facts of a dossier in the order in which they hold, whatever the order in which they came.</summary>
/// <remarks>
/// Nothing here depends on the order of arrival, except which of two equal statements is cited: the first that was filed. What
/// was said on one day is ordered by publication, because links fail, and a lifted stay must not come back with a slower one.
/// </remarks>
internal sealed class Chronicle
{
    private readonly ImmutableArray<FiledStatement> _statements;
    private readonly ImmutableArray<Saying> _records;

    public Chronicle(ImmutableArray<FiledStatement> statements)
    {
        _statements = statements;
        ImmutableArray<Saying> sayings = [.. InOrder(
            statements.GroupBy(KeyOf)
                .Select(same => new Saying(same.First(), InOrder(same, filed => filed.Statement).First().Statement)),
            said => said.Earliest)];

        // Entitlement keeps others out once there is a record; a later version that overtook the first may be anybody's.
        var issuer = statements.FirstOrDefault(filed => filed.Version == 1)?.Statement.Issuer.CreditCode;
        _records = [.. sayings.Where(said => said.Filed.IsRecord && said.Filed.Statement.Issuer.CreditCode == issuer)];
        Said = [.. sayings.Select(said => (said.Filed, said.Earliest.PublishedOn))];
        Chain = [.. Follow()];
        Contradicting = Chain is [.., var current]
            ? [.. Versions(current.Version).Select(said => said.Filed)
                .Where(filed => filed.Statement.Content != current.Statement.Content)]
            : [];
        Events =
        [
            .. from said in sayings
               let happened = said.Filed.Statement.Body as StatementBody.LifeCycleEvent
               where happened is not null
               orderby happened.OccurredOn // stable
               select (said.Filed, happened.OccurredOn, happened.Fact),
        ];
    }

    /// <summary>Gets everything that was said, each once, with the civil day on which it was first published, by
    /// publication.</summary>
    public ImmutableArray<(FiledStatement Filed, DateOnly PublishedOn)> Said { get; }

    /// <summary>Gets the versions of the record from version 1 to the newest that follows without a gap.</summary>
    public ImmutableArray<FiledStatement> Chain { get; }

    /// <summary>Gets the newest of the chain, or null when there is none.</summary>
    public FiledStatement? Current => Chain is [.., var current] ? current : null;

    /// <summary>Gets record statements of the current version with other content, by publication.</summary>
    public ImmutableArray<FiledStatement> Contradicting { get; }

    /// <summary>Gets what happened, each once, by day, within a day by publication.</summary>
    public ImmutableArray<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> Events { get; }

    /// <summary>Says whether it was made of these very statements.</summary>
    public bool IsOf(ImmutableArray<FiledStatement> statements) => _statements == statements;

    /// <summary>Gets the civil day on which something was first published, by whatever channel that was.</summary>
    public DateOnly PublishedOn(FiledStatement filed) => Said.First(said => ReferenceEquals(said.Filed, filed)).PublishedOn;

    /// <summary>Tells what a statement says from what another one says.</summary>
    public static (bool IsRecord, int Version, string Issuer, Digest Content) KeyOf(FiledStatement filed) =>
        (filed.IsRecord, filed.Version, filed.Statement.Issuer.CreditCode, filed.Statement.Content);

    private IEnumerable<FiledStatement> Follow()
    {
        var next = Versions(1).FirstOrDefault();
        while (next is not null)
        {
            yield return next.Filed;

            // A version may follow either side of a contradiction: the issuer says which content it corrects.
            var contents = Versions(next.Filed.Version).Select(said => (Digest?)said.Filed.Statement.Content).ToArray();
            next = Versions(next.Filed.Version + 1).FirstOrDefault(said => contents.Contains(said.Filed.PreviousVersion));
        }
    }

    private IEnumerable<Saying> Versions(int version) => _records.Where(said => said.Filed.Version == version);

    private static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> said, Func<T, Statement> statement) => said
        .OrderBy(one => statement(one).PublishedAt)
        .ThenBy(one => statement(one).Node.ToString(), StringComparer.Ordinal)
        .ThenBy(one => statement(one).Sequence);

    private sealed record Saying(FiledStatement Filed, Statement Earliest);
}
