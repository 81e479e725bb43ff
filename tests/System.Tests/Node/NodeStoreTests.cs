using ExchangeHub.Node.Storage;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Many callers share one flush: whatever one of them does, the others get what they were promised.</summary>
public sealed class NodeStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_callers_failure_undoes_its_own_changes_alone()
    {
        await using var store = new NodeStore(_folder);

        var writes = Enumerable.Range(0, 300).Select(index => store.WriteAsync(
            connection =>
            {
                connection.RaiseMark($"caller-{index}", index + 1);
                return index % 5 == 2 ? throw new InvalidDataException($"{index}") : index;
            },
            CancellationToken.None)).ToList();

        for (var index = 0; index < writes.Count; index++)
        {
            if (index % 5 == 2)
            {
                Assert.Equal($"{index}", (await Assert.ThrowsAsync<InvalidDataException>(() => writes[index])).Message);
            }
            else
            {
                Assert.Equal(index, await writes[index]);
            }
        }

        using var connection = store.Read();
        Assert.Equal(240, connection.Scalar("SELECT count(*) FROM mark"));
        Assert.Equal(0, connection.Mark("caller-2"));
    }

    [Fact]
    public async Task Writes_are_carried_out_in_the_order_of_the_calls()
    {
        await using var store = new NodeStore(_folder);
        var order = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 600).Select(index => store.WriteAsync(
            _ =>
            {
                order.Add(index);
                return index;
            },
            CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 600), order);
    }

    [Fact]
    public async Task A_constraint_that_one_caller_breaks_is_its_own_trouble()
    {
        await using var store = new NodeStore(_folder);
        static int Insert(SqliteConnection connection, string name) =>
            connection.Execute("INSERT INTO mark(name, value) VALUES ($name, 1)", ("$name", name));

        var first = store.WriteAsync(connection => Insert(connection, "one"), CancellationToken.None);
        var second = store.WriteAsync(connection => Insert(connection, "one"), CancellationToken.None);
        var third = store.WriteAsync(connection => Insert(connection, "two"), CancellationToken.None);

        Assert.Equal(1, await first);
        _ = await Assert.ThrowsAsync<SqliteException>(() => second);
        Assert.Equal(1, await third);
    }

    [Fact]
    public async Task A_store_that_breaks_says_so_to_everybody_and_goes_on()
    {
        await using var store = new NodeStore(_folder);
        static int Break(SqliteConnection connection) => connection.Execute("INSERT INTO nowhere(name) VALUES (1)");

        _ = await Assert.ThrowsAsync<StoreFailedException>(() => store.WriteAsync(Break, CancellationToken.None));

        Assert.Equal(7, await store.WriteAsync(_ => 7, CancellationToken.None));
    }

    [Fact]
    public async Task After_the_end_nothing_is_taken()
    {
        var store = new NodeStore(_folder);
        await store.DisposeAsync();

        _ = await Assert.ThrowsAsync<StoreClosedException>(() => store.WriteAsync(_ => 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_left_alone()
    {
        await using (var store = new NodeStore(_folder))
        {
            _ = await store.WriteAsync(_ => 1, CancellationToken.None);
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "node.db")};Pooling=False"))
        {
            connection.Open();
            _ = connection.Execute("PRAGMA user_version = 99");
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            // The second time too: the first has let go of the folder.
            var refused = Assert.Throws<InvalidOperationException>(() => new NodeStore(_folder));
            Assert.Contains("a later version", refused.Message, StringComparison.Ordinal);
        }
    }
}
