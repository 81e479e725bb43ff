-- The members of a joint case change, and who left is shown the case as it was then: hub_joint_case has a row for those who work
-- on a case, and another for each party that left it. It is made of the log alone: it is emptied here and fills again.

alter table hub_joint_case
  add column if not exists shown_to varchar[] not null default '{}',  -- divisions
  add column if not exists left_by  varchar   not null default '',    -- division; empty in the row of the members
  add column if not exists left_on  date;

alter table hub_joint_case drop constraint if exists pkey_hub_joint_case;
alter table hub_joint_case add constraint pkey_hub_joint_case primary key (number, left_by);

drop policy if exists hub_joint_case_shown on hub_joint_case;
create policy hub_joint_case_shown on hub_joint_case for select
  using (shown_to && string_to_array(current_setting('exchangehub.readers', true), ',')::varchar[]);

truncate hub_joint_case;
update mt_event_progression set last_seq_id = 0 where name = 'joint-cases:All';
