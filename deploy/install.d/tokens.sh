#!/usr/bin/env bash
# Installs what the tests of signatures and tokens compare ours with: OAuth clients and SM2 in JavaScript, from npm. Does
# nothing where all of it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh
need_tools npm

# npm keeps a copy of the lock file beside what it installed; it is newer than ours only if ours has not changed since.
cd tests/interop/tokens
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --silent
fi
