-- Joint cases as lists show them: made of the log and of nothing else (ReadModels/CaseProjection).

create table if not exists hub_joint_case (
  number      varchar   not null,
  title       varchar   not null,
  opener      varchar   not null,                 -- division
  opened_on   date      not null,
  members     varchar[] not null,                 -- divisions
  is_closed   boolean   not null,
  next_due_on date      not null,                 -- 9999-12-30 when nothing is due
  open_tasks  integer   not null,
  tasks       integer   not null,
  has_result  boolean   not null,
  constraint pkey_hub_joint_case primary key (number)
);

create index if not exists hub_joint_case_due on hub_joint_case (next_due_on, number);
