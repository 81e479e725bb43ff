-- Which of these files were applied to this schema. One row for each.
create table if not exists hub_schema (
  version    integer     not null primary key,
  name       text        not null,
  applied_at timestamptz not null default now()
);
