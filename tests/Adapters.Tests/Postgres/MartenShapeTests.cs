using ExchangeHub.Adapters.Tests.EventLog;
using ExchangeHub.Postgres;
using Npgsql;
using static ExchangeHub.Adapters.Tests.EventLog.Appends;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>
/// What Marten 9 needs in each column to read, aggregate and project our streams, found out with the real Marten and asserted
/// here by SQL. Each of these has failed there in silence or late: a stream without its row is invisible to the daemon, a
/// sequence that is behind breaks Marten's next append.
/// </summary>
[Collection(PostgresDatabases.Name)]
public sealed class MartenShapeTests(PostgresServer server)
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public async Task Every_row_is_as_Marten_expects_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using (var log = new PostgresEventLog(database, TimeProvider.System))
        {
            await log.StoreAsync(Request(To("case-1", 0, Event("a")), To("case-2", 0, Event("b"), Event("c"))));
            await log.StoreAsync(One("case-1", "d") with { TraceParent = Trace });
            await log.StoreAsync(Request(To("case-3", 0, Event("e"))) with { At = Monday.AddDays(1) });
            await log.AppendAsync(Request(To("case-1", 0, Event("refused"))));
        }

        foreach (var fact in (string[])
        [
            // streams
            "not exists (select tenant_id, stream_id from mt_events except select tenant_id, id from mt_streams)",
            "(select count(*) from mt_streams) = 3",
            "(select array_agg(id || version order by id) from mt_streams) = array['case-12', 'case-22', 'case-31']",
            "not exists (select from mt_streams where is_archived or type is not null or tenant_id <> '*DEFAULT*')",

            // events
            "(select array_agg(seq_id order by seq_id) from mt_events) = array[1, 2, 3, 4, 5]::bigint[]",
            "not exists (select from mt_events where data <> '{}' or bdata is null)",
            "not exists (select from mt_events where is_archived or tenant_id <> '*DEFAULT*' or mt_dotnet_type is not null)",
            "not exists (select from mt_events where correlation_id is not null or causation_id is not null)",
            "(select convert_from(bdata, 'UTF8') from mt_events where stream_id = 'case-1' and version = 2) = 'd'",
            "(select timestamp from mt_events where seq_id = 5) = '2026-06-02 09:00+08'",
            $"(select headers from mt_events where seq_id = 4) = jsonb_build_object('traceparent', '{Trace}')",
            "(select count(*) from mt_events where headers is null) = 4",

            // the sequence, with which Marten compares and from which it would number
            "(select last_value >= (select max(seq_id) from mt_events) and is_called from mt_events_sequence)",
            "nextval('mt_events_sequence') = 6",
            "pg_get_serial_sequence('mt_events', 'seq_id') = 'public.mt_events_sequence'",
        ])
        {
            Assert.True(await database.AskAsync<bool>($"select {fact}"), fact);
        }
    }

    [Theory]
    [InlineData("mt_streams", "tenant_id,id,type,version,timestamp,created,is_archived")]
    [InlineData(
        "mt_events",
        "seq_id,id,stream_id,version,data,bdata,type,timestamp,tenant_id,mt_dotnet_type,correlation_id,causation_id,headers,"
        + "is_archived")]
    [InlineData("mt_event_progression", "name,last_seq_id,last_updated")]
    public async Task Every_table_has_the_columns_that_Marten_makes(string table, string columns)
    {
        await using var database = await server.CreateDatabaseAsync();

        Assert.Equal(columns, await database.AskAsync<string>(
            "select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns "
            + $"where table_name = '{table}'"));
    }

    [Fact]
    public async Task Keys_have_the_names_that_Marten_gives_them()
    {
        await using var database = await server.CreateDatabaseAsync();

        Assert.Equal(
            "pk_mt_event_progression,pk_mt_events_stream_and_version,pkey_mt_events_seq_id,pkey_mt_streams_tenant_id_id",
            await database.AskAsync<string>(
                "select string_agg(indexname, ',' order by indexname) from pg_indexes where tablename like 'mt\\_%'"));
    }

    [Fact]
    public async Task An_append_wakes_the_daemon_of_Marten()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var daemon = await database.OpenConnectionAsync();
        await using var listen = new NpgsqlCommand("listen mt_events_appended", daemon);
        await listen.ExecuteNonQueryAsync();
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        await log.StoreAsync(One("case-1"));

        Assert.True(await daemon.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
