using ExchangeHub.Postgres.Reads;

namespace ExchangeHub.Postgres.Appends;

/// <summary>The statements of the writer. A group is one statement: one round trip, one transaction of its own.</summary>
/// <remarks>
/// Everything hangs on the CTE <c>fence</c>: when another writer has moved the head, it returns no row, nothing is inserted, and
/// the statement returns no row. The sequence is set after all rows are in, because setting it is not undone by a rollback.
/// </remarks>
internal static class GroupStatements
{
    public const string Session =
        """
        select set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false),
          set_config('synchronous_commit', case when current_setting('synchronous_commit') in ('off', 'local') then 'on'
            else current_setting('synchronous_commit') end, false)
        """;

    public const string Head = "select last_seq from hub_position where shard = 0";

    // Takes the fence until the transaction ends, and steps over what Marten may have appended beside us.
    public const string LockHead =
        """
        update hub_position set last_seq = greatest(last_seq, (select coalesce(max(seq_id), 0) from mt_events))
        where shard = 0 returning last_seq
        """;

    public const string Revisions = "select id, version from mt_streams where tenant_id = '*DEFAULT*' and id = any($1)";

    // $1 expected head, $2 number of events, then the columns of GroupRows
    public const string Group =
        $"""
        with fence as (
          update hub_position set last_seq = last_seq + $2 where shard = 0 and last_seq = $1 returning 1),
        streams as (
          insert into mt_streams (tenant_id, id, version, timestamp, created)
          select '*DEFAULT*', s.id, s.version, s.at, s.at
          from fence, unnest($10::varchar[], $11::bigint[], $12::timestamptz[]) as s(id, version, at)
          on conflict (tenant_id, id) do update set version = excluded.version, timestamp = excluded.timestamp returning 1),
        events as (
          insert into mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, headers)
          select $1 + e.place, e.id, e.stream, e.version, '{"{}"}', e.payload, e.type, e.at, '*DEFAULT*',
            case when e.trace is not null then jsonb_build_object('traceparent', e.trace) end
          from fence, unnest(
              $3::uuid[], $4::varchar[], $5::bigint[], $6::varchar[], $7::bytea[], $8::timestamptz[], $9::varchar[])
            with ordinality as e(id, stream, version, type, payload, at, trace, place)
          returning 1),
        requests as (
          insert into hub_request (name, digest, first_seq, last_seq, at)
          select r.name, r.digest, r.first_seq, r.last_seq, r.at
          from fence, unnest($13::varchar[], $14::bytea[], $15::bigint[], $16::bigint[], $17::timestamptz[])
            as r(name, digest, first_seq, last_seq, at)
          returning 1)
        {Finish}
        """;

    // The same for one event of one stream: $1 expected head, $2 1, then one value for each column.
    public const string Single =
        $"""
        with fence as (
          update hub_position set last_seq = last_seq + $2 where shard = 0 and last_seq = $1 returning 1),
        streams as (
          insert into mt_streams (tenant_id, id, version, timestamp, created)
          select '*DEFAULT*', $4::varchar, $5::bigint, $8::timestamptz, $8 from fence
          on conflict (tenant_id, id) do update set version = excluded.version, timestamp = excluded.timestamp returning 1),
        events as (
          insert into mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, headers)
          select $1 + $2, $3::uuid, $4, $5, '{"{}"}', $7::bytea, $6::varchar, $8, '*DEFAULT*',
            case when $9::varchar is not null then jsonb_build_object('traceparent', $9) end
          from fence returning 1),
        requests as (
          insert into hub_request (name, digest, first_seq, last_seq, at)
          select $10::varchar, $11::bytea, $1 + $2, $1 + $2, $8 from fence where $10 is not null
          returning 1)
        {Finish}
        """;

    private const string Finish =
        $"""
        select e.n, setval('mt_events_sequence', $1 + $2), pg_notify('{HeadWatch.Channel}', current_schema() || ':' || ($1 + $2))
        from fence, (select count(*) as n from streams) s, (select count(*) as n from requests) r,
          (select count(*) as n from events) e
        """;
}
