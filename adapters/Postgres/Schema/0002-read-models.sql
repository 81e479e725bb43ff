-- What is asked for often, made of the log and of nothing else (ReadModels/). Thrown away and made again at will, except the
-- last table: how far subscribers have acknowledged is known nowhere else.

create table if not exists hub_record (
  dossier         varchar   not null,             -- <kind>/<business key>
  record_id       varchar   not null,
  version         integer   not null,             -- of the record, the newest
  kind            varchar   not null,
  jurisdiction    varchar   not null,
  issuer_name     varchar   not null,
  document_number varchar   not null,             -- as printed
  document_normal varchar   not null,             -- in normal form, for comparison
  subject_names   varchar[] not null,             -- of subjects that are not natural persons
  subjects        varchar[] not null,             -- credit codes
  decided_on      date      not null,
  constraint pkey_hub_record primary key (dossier)
);

create index if not exists hub_record_decided on hub_record (decided_on desc, dossier);
create index if not exists hub_record_jurisdiction on hub_record (jurisdiction, decided_on desc, dossier);
create index if not exists hub_record_document on hub_record (document_normal);
create index if not exists hub_record_subjects on hub_record using gin (subjects);

-- Every id under which something was published, aliases of duplicates among them.
create table if not exists hub_record_id (
  record_id varchar not null,
  dossier   varchar not null,
  constraint pkey_hub_record_id primary key (record_id)
);

-- The decision in force for each group or single receiver of a dossier.
create table if not exists hub_recognition (
  dossier    varchar     not null,
  receivers  varchar     not null,                -- name of the group, or division code of the single receiver
  is_group   boolean     not null,
  excepted   varchar[]   not null,                -- members of the group to whom it does not apply
  recognises boolean     not null,                -- with or without a flag
  decision   bytea       not null,                -- as stored in the log
  decided_at timestamptz not null,
  constraint pkey_hub_recognition primary key (dossier, receivers)
);

create table if not exists hub_subscription (
  name            varchar     not null,
  definition      varchar     not null,           -- what it asks for, in canonical form
  acknowledged    bigint      not null,           -- position up to which the subscriber has stored everything
  created_at      timestamptz not null,
  acknowledged_at timestamptz,
  constraint pkey_hub_subscription primary key (name)
);
