-- What is for some parties alone is found by them, and kept from the others by the database too: rows of these tables are read as
-- the role exchangehub_reader, for the parties in the setting exchangehub.readers (ReadModels/ShownRows). A hub whose user may
-- not create roles reads them as itself, and says so when it starts. hub_record holds such records now: it is made anew.

alter table hub_record
  add column if not exists shown_to varchar[];    -- divisions; null for everybody

do $$
begin
  create role exchangehub_reader nologin;
exception when duplicate_object or unique_violation or insufficient_privilege then
  null;                                           -- roles belong to the server: another hub may have made it
end $$;

-- Who made a role need not be allowed to act as it; who may do everything need not be named.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant exchangehub_reader to %I', current_user);
  end if;
exception when undefined_object or insufficient_privilege then
  null;
end $$;

do $$
begin
  execute format('grant usage on schema %I to exchangehub_reader', current_schema());
  grant select on hub_record, hub_recognition, hub_joint_case to exchangehub_reader;
exception when undefined_object or insufficient_privilege then
  null;
end $$;

alter table hub_record enable row level security;
alter table hub_joint_case enable row level security;

do $$
begin
  create policy hub_record_shown on hub_record for select
    using (shown_to is null or shown_to && string_to_array(current_setting('exchangehub.readers', true), ',')::varchar[]);
exception when duplicate_object then
  null;
end $$;

do $$
begin
  create policy hub_joint_case_shown on hub_joint_case for select
    using (members && string_to_array(current_setting('exchangehub.readers', true), ',')::varchar[]);
exception when duplicate_object then
  null;
end $$;

truncate hub_record, hub_record_id, hub_recognition;
update mt_event_progression set last_seq_id = 0 where name = 'records:All';
