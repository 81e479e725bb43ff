-- What searches ask for: one list of marks for everything that is asked by equality, so that any combination is one look into one
-- index; names by pairs of characters; places. The tables are made of the log alone: they are emptied here and fill again.

alter table hub_record
  add column if not exists issuer     varchar   not null default '',   -- credit code
  add column if not exists violation  varchar   not null default '',
  add column if not exists industries varchar[] not null default '{}',
  add column if not exists water_body varchar   not null default '',
  add column if not exists place      point,                           -- degrees east, degrees north
  add column if not exists known_on   date      not null default 'epoch',
  add column if not exists names      bigint[]  not null default '{}', -- keys of hub_firm_name
  add column if not exists marks      varchar[] not null default '{}', -- what the record says (ReadModels/RecordMarks)
  add column if not exists outcomes   varchar[] not null default '{}'; -- what receivers make of it

alter table hub_recognition
  add column if not exists outcome integer   not null default 0,
  add column if not exists reasons varchar[] not null default '{}';

-- A row for each name in the form in which names are compared.
create table if not exists hub_firm_name (
  key   bigint    not null,                       -- the first 8 bytes of the SHA-256 of the form
  form  varchar   not null,
  pairs varchar[] not null,                       -- of neighbouring characters
  constraint pkey_hub_firm_name primary key (key)
);

-- No pending lists: what a search costs must not depend on what was written last.
create index if not exists hub_firm_name_pairs on hub_firm_name using gin (pairs) with (fastupdate = off);
create index if not exists hub_record_marks on hub_record using gin (marks) with (fastupdate = off);
create index if not exists hub_record_outcomes on hub_record using gin (outcomes) with (fastupdate = off);
create index if not exists hub_record_names on hub_record using gin (names) with (fastupdate = off);
create index if not exists hub_record_place on hub_record using gist (place);
create index if not exists hub_record_known on hub_record (known_on);

truncate hub_record, hub_record_id, hub_recognition;
update mt_event_progression set last_seq_id = 0 where name = 'records:All';

-- What became of entries of the lists of dishonest entities, in the order of the log. Made of the log alone.
create table if not exists hub_list_change (
  position   bigint      not null,                -- of the event that brought it
  list       varchar     not null,                -- such as ENV-YRD
  dossier    varchar     not null,                -- the entry
  before     varchar[]   not null,                -- parties on whose list it stood
  parties    varchar[]   not null,                -- parties on whose list it stands now
  is_anew    boolean     not null,                -- it says something else than before
  since_on   date        not null,                -- civil day from which that holds
  last_on    date        not null,                -- last day of the longest publicity
  known_at   timestamptz not null,
  entry      bytea       not null,                -- what it says
  constraint pkey_hub_list_change primary key (position)
);

create index if not exists hub_list_change_list on hub_list_change (list, position);
create index if not exists hub_list_change_dossier on hub_list_change (dossier, position desc);

-- What the hub gave to whom, as it signed it: known nowhere else.
create table if not exists hub_list_handover (
  number       bigint      not null generated always as identity,
  subscription varchar     not null,
  is_snapshot  boolean     not null,
  position     bigint      not null,              -- of the log up to which it was complete
  signed       bytea       not null,
  given_at     timestamptz not null,
  constraint pkey_hub_list_handover primary key (number)
);

create index if not exists hub_list_handover_subscription on hub_list_handover (subscription, number);
