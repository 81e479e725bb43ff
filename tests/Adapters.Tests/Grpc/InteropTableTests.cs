using ExchangeHub.Adapters.Tests.Grpc.Peers;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>A table of what passes is worth something only if it is the list of what is run.</summary>
public sealed class InteropTableTests
{
    [Fact]
    public void The_table_in_the_documentation_shows_the_cases_that_are_run()
    {
        var document = File.ReadAllLines(RepositoryFiles.PathOf("docs", "grpc-interop.md"));
        var table = InteropMatrix.Table().ToList();

        Assert.Equal(table, document.SkipWhile(line => line != table[0]).TakeWhile(line => line.StartsWith('|')));
    }

    [Fact]
    public void Every_case_of_the_table_is_a_row_of_a_test_for_each_pair_of_peers()
    {
        Assert.Equal(Times(1, InteropMatrix.All), Names(When_our_client_meets_our_server.Cases));
        Assert.Equal(Times(4, InteropMatrix.ForeignClient), Names(When_foreign_clients_call_our_server.Cases));
        Assert.Equal(Times(2, InteropMatrix.ForeignServer), Names(When_our_client_calls_foreign_servers.Cases));
    }

    private static IEnumerable<string> Times(int pairs, IEnumerable<string> cases) =>
        cases.SelectMany(name => Enumerable.Repeat(name, pairs)).Order();

    private static IEnumerable<string> Names(IEnumerable<object[]> rows) => rows.Select(row => (string)row[^1]).Order();
}
