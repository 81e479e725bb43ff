-- What names a subject and what follows from it, made of the log and of nothing else (ReadModels/). Thrown away and made again at
-- will.

-- A row for each dossier of which some version named the subject.
create table if not exists hub_subject_record (
  subject      varchar not null,                  -- credit code
  dossier      varchar not null,                  -- <kind>/<business key>
  kind         varchar not null,
  decided_from date    not null,                  -- first and last day of the decision, over all versions
  decided_to   date    not null,
  guarded      bytea,                             -- what guards remember of it; null for kinds of which they remember nothing
  constraint pkey_hub_subject_record primary key (subject, dossier)
);

create index if not exists hub_subject_record_decided on hub_subject_record (subject, decided_to);

-- What arose, changed and fell away: grounds of dishonesty, removals from positive lists. In the order of the log.
create table if not exists hub_notice (
  position  bigint      not null,                 -- of the event that caused it
  ordinal   integer     not null,                 -- among those of that event, from 0
  subject   varchar     not null,
  receivers varchar     not null,                 -- name of the group, or division code of the single receiver
  kind      integer     not null,
  code      varchar     not null,                 -- the ground, or the dossier of the entry
  cause     varchar     not null,                 -- for a removal the dossier of the penalty
  since     date        not null,                 -- civil day from which it holds, or held
  turned_on date        not null,                 -- civil day from which it is as the notice says
  basis     varchar[]   not null,                 -- record ids
  is_done   boolean     not null,
  known_at  timestamptz not null,
  constraint pkey_hub_notice primary key (position, ordinal)
);

create index if not exists hub_notice_subject on hub_notice (subject, position, ordinal);
create index if not exists hub_notice_receivers on hub_notice (receivers, position, ordinal);
