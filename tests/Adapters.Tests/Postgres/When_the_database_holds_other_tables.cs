using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Schema;
using Npgsql;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// The hub may be pointed at a database that others use. Whatever is there stays as it is: taken when it has the right shape,
/// refused with the reason when it has not, and never dropped, altered or half used.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class When_the_database_holds_other_tables(PostgresServer server)
{
    [Theory]
    [InlineData("create table mt_events (seq_id bigint primary key, note text)", "mt_events", "column bdata bytea is missing")]
    [InlineData(
        "create table hub_position (shard text primary key, last_seq bigint)",
        "hub_position", "column shard is text, not integer")]
    [InlineData("create view mt_streams as select 1 as id", "mt_streams", "it is a view, not a table")]
    [InlineData(
        "create table hub_request (name varchar, digest bytea, first_seq bigint, last_seq bigint, at timestamptz)",
        "hub_request", "it has no unique index on (name)")]
    [InlineData(
        "create table mt_event_progression (name varchar primary key, last_seq_id bigint, last_updated timestamptz, "
            + "kind text not null)",
        "mt_event_progression", "column kind asks for a value that we do not have")]
    [InlineData("create table hub_schema (id int)", "hub_schema", "it lacks one of the columns")]
    public async Task A_table_of_another_shape_is_refused_and_left_alone(string create, string table, string difference)
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        await database.RunAsync(create);

        var refused = await Assert.ThrowsAsync<SchemaRefusedException>(
            () => PostgresSchema.InstallAsync(database, CancellationToken.None));

        Assert.Contains($"'{table}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(difference, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(table, await database.AskAsync<string>(
            "select string_agg(relname, ',') from pg_class "
            + "where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')"));
    }

    [Fact]
    public async Task Tables_that_Marten_made_are_used_and_its_events_continued()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        await database.RunAsync(
            """
            create table mt_streams (tenant_id varchar default '*DEFAULT*' not null, id varchar not null, type varchar null,
              version bigint null, timestamp timestamptz default (now()) not null, created timestamptz default (now()) not null,
              is_archived bool default false not null, constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id));
            create table mt_events (seq_id bigint not null, id uuid not null, stream_id varchar null, version bigint not null,
              data jsonb not null, bdata bytea null, type varchar(500) not null, timestamp timestamptz default '(now())' not null,
              tenant_id varchar default '*DEFAULT*' null, mt_dotnet_type varchar null, correlation_id varchar null,
              causation_id varchar null, headers jsonb null, is_archived bool default false null, user_name varchar null,
              constraint pkey_mt_events_seq_id primary key (seq_id));
            alter table mt_events add constraint fk foreign key (tenant_id, stream_id) references mt_streams (tenant_id, id);
            create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);
            create sequence mt_events_sequence owned by mt_events.seq_id;
            insert into mt_streams (id, version) values ('case-1', 2);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('mt_events_sequence'), gen_random_uuid(), 'case-1', v, '{"A":1}', 'penalty_decision', now()
            from generate_series(1, 2) v
            """);

        await PostgresSchema.InstallAsync(database, CancellationToken.None);
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        Assert.Equal(new(3, 4), await log.StoreAsync(Request(To("case-1", 2, Event()), To("case-2", 0, Event()))));
        Assert.Equal(4, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Events_with_gaps_between_them_are_refused()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using (var log = new PostgresEventLog(database, TimeProvider.System))
        {
            await log.StoreAsync(Request(To("case-1", 0, Event(), Event(), Event())));
        }

        await database.RunAsync("delete from mt_events where seq_id = 2; drop table hub_schema, hub_position, hub_request");

        var refused = await Assert.ThrowsAsync<SchemaRefusedException>(
            () => PostgresSchema.InstallAsync(database, CancellationToken.None));
        Assert.Contains("1 positions between them are missing", refused.Message, StringComparison.Ordinal);
        Assert.False(await database.AskAsync<bool>("select to_regclass('hub_position') is not null"));
    }

    [Fact]
    public async Task A_newer_program_was_here_and_an_older_one_is_refused()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.RunAsync("insert into hub_schema (version, name) values (9999, '9999-of-tomorrow.sql')");

        var refused = await Assert.ThrowsAsync<SchemaRefusedException>(
            () => PostgresSchema.InstallAsync(database, CancellationToken.None));

        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hubs_that_start_together_install_once()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());

        var versions = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => Task.Run(() => PostgresSchema.InstallAsync(database, CancellationToken.None))));

        Assert.Single(versions.Distinct());
        Assert.Equal(versions[0] + 1L, await database.AskAsync<long>("select count(*) from hub_schema"));
    }

    [Fact]
    public async Task A_role_without_privileges_works_in_a_schema_of_its_own_beside_another_log()
    {
        await using var admin = await server.CreateDatabaseAsync();
        await admin.RunAsync(
            """
            create role clerk login password 'clerk';
            create schema zone authorization clerk;
            create table public.notes (text text); insert into public.notes values ('ours')
            """);
        var address = new NpgsqlConnectionStringBuilder(await server.AddressOfAsync(admin))
        {
            Username = "clerk",
            Password = "clerk",
            SearchPath = "zone",
        };
        await using var database = NpgsqlDataSource.Create(address.ConnectionString);
        await PostgresSchema.InstallAsync(database, CancellationToken.None);
        await using var zone = new PostgresEventLog(database, TimeProvider.System);
        await using var main = new PostgresEventLog(admin, TimeProvider.System);

        var more = main.WaitForMoreAsync(0, CancellationToken.None);
        await zone.StoreAsync(Request(To("case-1", 0, Event(), Event())));
        await zone.WaitForMoreAsync(1, CancellationToken.None);

        Assert.False(more.IsCompleted); // the other schema's events are not this log's
        Assert.Equal(2, (await zone.ReadAllAsync()).Count);
        Assert.Empty(await main.ReadAllAsync());
        await main.StoreAsync(One("case-1"));
        Assert.Equal(1, await more.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("ours", await admin.AskAsync<string>("select text from public.notes"));
    }
}
