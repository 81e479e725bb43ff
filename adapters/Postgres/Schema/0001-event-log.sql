-- The log, in the shape that Marten 9 gives its own tables (string streams, conjoined tenancy, metadata columns), so that a
-- Marten program can read, aggregate and project our streams. Marten reads, only our store writes.
-- Statements say "if not exists": a table that is there already has been compared with this file before (PostgresSchema).

create table if not exists mt_streams (
  tenant_id   varchar     not null default '*DEFAULT*',
  id          varchar     not null,
  type        varchar,                            -- Marten's aggregate alias; null is allowed, and ours are null
  version     bigint,                             -- of the last event; Marten's expected-version appends read it
  timestamp   timestamptz not null default now(),
  created     timestamptz not null default now(),
  is_archived boolean     not null default false,
  constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
) with (fillfactor = 80);                         -- room for the version to be updated in place

create table if not exists mt_events (
  seq_id         bigint       not null,           -- the position: 1, 2, 3 … without a gap, in commit order
  id             uuid         not null,
  stream_id      varchar      not null,
  version        bigint       not null,           -- the revision in the stream: 1, 2, 3 …
  data           jsonb        not null,           -- always {}: the payload is binary
  bdata          bytea,                           -- the payload
  type           varchar(500) not null,
  timestamp      timestamptz  not null,
  tenant_id      varchar      not null default '*DEFAULT*',
  mt_dotnet_type varchar,                         -- null: readers map the type's name, rows know no assembly
  correlation_id varchar,
  causation_id   varchar,
  headers        jsonb,                           -- {"traceparent": "…"} or null
  is_archived    boolean      not null default false,
  constraint pkey_mt_events_seq_id primary key (seq_id)
);

create unique index if not exists pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);

-- We number the events ourselves. The sequence is set after them in the same transaction, because Marten compares with it.
create sequence if not exists mt_events_sequence owned by mt_events.seq_id;

create table if not exists mt_event_progression (
  name         varchar not null,
  last_seq_id  bigint,
  last_updated timestamptz default transaction_timestamp(),
  constraint pk_mt_event_progression primary key (name)
);

-- Ours, invisible to Marten.

-- The last position given, and the fence: who updates this row holds the right to append until it commits.
create table if not exists hub_position (
  shard    integer not null primary key,
  last_seq bigint  not null
) with (fillfactor = 10);

-- Which command made which events, so that its repetition is answered and not repeated.
create table if not exists hub_request (
  name      varchar collate "C" not null primary key,
  digest    bytea       not null,                 -- SHA-256 of the command
  first_seq bigint      not null,
  last_seq  bigint      not null,
  at        timestamptz not null                  -- when the hub took the first one
);

-- Where Marten was here first, go on after its last event.
select setval('mt_events_sequence', held.last_seq)
from (select max(seq_id) as last_seq from mt_events) held, mt_events_sequence
where held.last_seq > mt_events_sequence.last_value;

insert into hub_position (shard, last_seq)
select 0, coalesce(max(seq_id), 0) from mt_events
on conflict (shard) do nothing;
