-- Evidence packages that nodes upload: which were declared, which are there, and of which files. The bytes are in the blob store.

create table if not exists hub_package (
  dossier      varchar     not null,              -- dossier of the record
  tag_manifest bytea       not null,              -- SHA-256 of tagmanifest-sha256.txt, which the record names
  node         varchar     not null,              -- who uploads it
  file_count   integer     not null,              -- declared; as counted once it is committed
  size_bytes   bigint      not null,              -- likewise
  declared_at  timestamptz not null,
  open_until   timestamptz not null,              -- an upload that is not committed then is forgotten
  committed_at timestamptz,                       -- null while nobody may see it
  constraint pkey_hub_package primary key (dossier, tag_manifest)
);

create index if not exists hub_package_node on hub_package (node, declared_at);

create table if not exists hub_package_file (
  dossier      varchar     not null,
  tag_manifest bytea       not null,
  path         varchar     not null collate "C",
  content      bytea       not null,              -- SHA-256
  size_bytes   bigint      not null,
  is_held      boolean     not null,              -- stays at the node
  constraint pkey_hub_package_file primary key (dossier, tag_manifest, path)
);

create index if not exists hub_package_file_content on hub_package_file (content);
