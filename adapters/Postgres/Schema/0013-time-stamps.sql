-- Checkpoints that an authority outside the network has time-stamped. They stay: the oldest that covers an event says by when
-- that existed at the latest.

create table if not exists hub_stamped_checkpoint (
  size bigint  not null,                          -- how many leaves
  note varchar not null,                          -- the checkpoint with its signatures and the token
  constraint pkey_hub_stamped_checkpoint primary key (size)
);
