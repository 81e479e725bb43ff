using System.Globalization;
using ExchangeHub.Postgres.Schema;
using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// The list of joint cases as the database keeps it: what it held before members could change is made anew, and a row is shown to
/// those for whom it was written, whoever the members are.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_who_left_a_case_lists_it(PostgresServer server)
{
    private const string Rows = "select coalesce(string_agg(number || left_by, ',' order by left_by), '') from hub_joint_case";

    [Fact]
    public async Task A_database_of_before_is_brought_up_and_its_list_is_made_anew()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        foreach (var (version, name, text) in await FilesAsync())
        {
            if (version < 15)
            {
                await database.RunAsync(text);
                await database.RunAsync($"insert into hub_schema (version, name) values ({version}, '{name}')");
            }
        }

        await database.RunAsync(
            """
            insert into hub_joint_case values
              ('1', '', '330421', '2026-05-11', '{330421,320509}', false, '9999-12-30', 0, 0, false);
            insert into mt_event_progression (name, last_seq_id) values ('joint-cases:All', 7), ('records:All', 7)
            """);

        Assert.InRange(await PostgresSchema.InstallAsync(database, CancellationToken.None), 15, int.MaxValue);

        Assert.Equal("", await database.AskAsync<string>(Rows));
        Assert.Equal("joint-cases:All=0,records:All=7", await database.AskAsync<string>(
            "select string_agg(name || '=' || last_seq_id, ',' order by name) from mt_event_progression"));
    }

    [Fact]
    public async Task The_database_too_shows_a_row_to_those_for_whom_it_is()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync(
            """
            insert into hub_joint_case values
              ('1', '', '330421', '2026-05-11', '{330421,310118}', false, '2026-06-01', 1, 1, false, '{330421,310118}', '', null),
              ('1', '', '330421', '2026-05-11', '{330421,310118}', false, '9999-12-30', 0, 0, false, '{320509}', '320509',
                '2026-05-20')
            """);

        Assert.Equal("1", await AskAsReaderAsync(database, "310118"));
        Assert.Equal("1320509", await AskAsReaderAsync(database, "320509"));
        Assert.Equal("1,1320509", await AskAsReaderAsync(database, "320509,330421"));
        Assert.Equal("", await AskAsReaderAsync(database, "330402"));
    }

    private static async Task<IReadOnlyList<(int Version, string Name, string Text)>> FilesAsync()
    {
        var assembly = typeof(PostgresSchema).Assembly;
        var files = new List<(int, string, string)>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(one => one.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.IndexOf("Schema.", StringComparison.Ordinal) + "Schema.".Length)..];
            files.Add((int.Parse(name[..4], CultureInfo.InvariantCulture), name, await reader.ReadToEndAsync()));
        }

        return files;
    }

    // Without any condition, as the role that may only read.
    private static async Task<string> AskAsReaderAsync(NpgsqlDataSource database, string readers)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("set local role exchangehub_reader"),
                new NpgsqlBatchCommand($"set local exchangehub.readers = '{readers}'"),
                new NpgsqlBatchCommand(Rows),
            },
        };
        return (string)(await batch.ExecuteScalarAsync())!;
    }
}
