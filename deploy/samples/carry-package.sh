#!/usr/bin/env bash
# carry-package.sh PACKAGE DOSSIER: carries an evidence package, a folder, to the hub over REST, with what every Debian has. Its
# record is published before.
#
#   REST  where the hub serves REST, such as https://hub.example:7100
#   TLS   how curl shows itself: --cacert root.pem --cert certificate.pem --key key.pem; empty without TLS
#
# After a break run it again: each file goes on where the hub's part of it ends.
set -euo pipefail
: "${REST:?}"
package=${1:?PACKAGE, a folder} dossier=${2:?DOSSIER, such as evidence/330421/EP-330421-20260603-001}
read -ra tls <<<"${TLS:-}"

# ask PATH BODY: posts JSON.
ask() { curl -sSf "${tls[@]}" "$REST/api/v1/packages$1" -H 'Content-Type: application/json' -d "$2" && echo; }

name="{\"package\":{\"dossier\":\"$dossier\"}"
files=$(find "$package" -type f | wc -l)
bytes=$(find "$package" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')
ask "" "$name,\"fileCount\":$files,\"sizeBytes\":$bytes}"

find "$package" -type f | while read -r file; do
  digest=$(sha256sum "$file" | cut -c1-64)
  size=$(stat -c %s "$file")
  where="$REST/api/v1/packages/uploads?dossier=$dossier&sha256=$digest&sizeBytes=$size"
  from=$(curl -sSfI "${tls[@]}" "$where" | tr -d '\r' | sed -n 's/^upload-offset: //ip')
  tail -c "+$((from + 1))" "$file" | curl -sSf "${tls[@]}" -X PATCH -H "Upload-Offset: $from" -T - "$where"
done

# No manifest of SHA-256 can name the signature of the bag.
signature="$package/signature/tagmanifest.p7s"
digest=$(openssl dgst -sha256 -binary "$signature" | base64)
blob="{\"sha256\":\"$digest\",\"sizeBytes\":$(stat -c %s "$signature")}"
ask /commit "$name,\"unlisted\":[{\"path\":\"signature/tagmanifest.p7s\",\"blob\":$blob}]}"
