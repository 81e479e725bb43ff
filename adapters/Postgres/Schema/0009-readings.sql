-- Who was shown what, for which purpose: made of the log and of nothing else (ReadModels/ReadingProjection).

create table if not exists hub_reading (
  position    bigint      not null,               -- of the event in the log
  at          timestamptz not null,
  member      varchar     not null,               -- who asked
  purpose     varchar     not null,               -- empty when none was said
  case_number varchar     not null,
  person      varchar     not null,               -- in the register of the member
  method      varchar     not null,
  reason      integer     not null,               -- why nothing was shown; 0 when it was
  records     integer     not null,               -- how many were shown
  constraint pkey_hub_reading primary key (position)
);

create index if not exists hub_reading_member on hub_reading (member, position desc);

create table if not exists hub_reading_record (
  position bigint  not null,
  dossier  varchar not null,
  node     varchar not null,                      -- that published it
  constraint pkey_hub_reading_record primary key (position, dossier)
);

create index if not exists hub_reading_record_node on hub_reading_record (node, position desc);
create index if not exists hub_reading_record_dossier on hub_reading_record (dossier, position desc);

create table if not exists hub_dossier_node (
  dossier varchar not null,
  node    varchar not null,                       -- that published its first statement
  constraint pkey_hub_dossier_node primary key (dossier)
);
