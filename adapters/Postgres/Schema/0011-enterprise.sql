-- The file of an enterprise shows records of every kind: hub_subject_record has a row for each dossier of any kind now, and not
-- only for those that guards watch. The tables are made of the log alone: they are emptied here and fill again.

create index if not exists hub_subject_record_newest on hub_subject_record (subject, decided_to desc, dossier);

truncate hub_subject_record, hub_notice;
update mt_event_progression set last_seq_id = 0 where name = 'subjects:All';
