-- The Merkle tree over the log: its tiles, and the checkpoints that the hub has signed over them.

create table if not exists hub_tile (
  level   smallint    not null,                   -- 0 holds leaves, L the tops of subtrees with 256^L leaves
  index   bigint      not null,                   -- which tile of its level, from 0
  hashes  bytea       not null,                   -- 32 bytes each, up to 256; fewer only in the last tile of a level
  constraint pkey_hub_tile primary key (level, index)
);

-- The newest, those that wait for witnesses, and the newest that enough have signed; older ones prove nothing that it does not.
create table if not exists hub_checkpoint (
  size         bigint      not null,              -- how many leaves
  note         varchar     not null,              -- the checkpoint with its signatures
  is_witnessed boolean     not null,              -- enough witnesses have signed it
  signed_at    timestamptz not null,
  constraint pkey_hub_checkpoint primary key (size)
);
