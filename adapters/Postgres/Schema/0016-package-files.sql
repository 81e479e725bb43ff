-- A package is fetched file by file, and each is looked for by its content. The index has the package too: a table that has not
-- been analysed since a large package came would have all its files looked through for each of them.

create index if not exists hub_package_file_of on hub_package_file (content, dossier, tag_manifest);
drop index if exists hub_package_file_content;
