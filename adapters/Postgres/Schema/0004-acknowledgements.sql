-- When each subscriber had stored what: known nowhere else, and asked for when somebody wants to know who was told what by when.

create table if not exists hub_acknowledgement (
  name     varchar     not null,                  -- of the subscription
  position bigint      not null,                  -- up to which the subscriber had stored everything
  at       timestamptz not null,                  -- when it said so
  constraint pkey_hub_acknowledgement primary key (name, position)
);
