-- What the log says of subjects in blacklist entries and permits, as of any position, and the roots over it: made of the log
-- and of nothing else (ReadModels/StateProjection).

create table if not exists hub_state_event (
  position  bigint  not null,                     -- of the event in the log
  kind      varchar not null,
  dossier   varchar not null,
  receivers varchar not null,                     -- whose decision it is; empty for a statement
  constraint pkey_hub_state_event primary key (position)
);

create index if not exists hub_state_event_dossier on hub_state_event (dossier, position);
create index if not exists hub_state_event_kind on hub_state_event (kind, position);

create table if not exists hub_state_subject (
  kind    varchar not null,
  subject varchar not null,                       -- credit code
  dossier varchar not null,
  since   bigint  not null,                       -- position of the first statement that names the subject
  constraint pkey_hub_state_subject primary key (kind, subject, dossier)
);

create table if not exists hub_state_root (
  kind     varchar     not null,
  position bigint      not null,                  -- of the event in the log
  revision bigint      not null,                  -- its place among the roots of its kind
  at       timestamptz not null,
  stored   bytea       not null,                  -- the event
  constraint pkey_hub_state_root primary key (kind, position)
);
