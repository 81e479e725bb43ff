-- What was turned away at the door: kept for a while, shown to nobody but who has its digest, part of no record and no count.

create table if not exists hub_quarantine (
  digest          bytea       not null,           -- SHA-256 of the pre-authentication encoding
  codes           varchar[]   not null,           -- why, codes of the catalogue
  fields          varchar[]   not null,           -- where, paths of the fields
  key_id          varchar     not null,           -- the key that it named; empty when it named none of the right shape
  received_at     timestamptz not null,
  kept_until      timestamptz not null,
  payload         bytea,                          -- null when it holds what must not be shared, or the table is full
  signature       bytea,
  timestamp_token bytea,
  constraint pkey_hub_quarantine primary key (digest)
);

create index if not exists hub_quarantine_kept on hub_quarantine (kept_until);
