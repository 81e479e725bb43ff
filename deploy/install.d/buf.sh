#!/usr/bin/env bash
# Installs buf, which lints protos/, from protos/package-lock.json. Does nothing when that version is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh
need_tools npm

cd protos
wanted=$(sed -n 's/.*"@bufbuild\/buf": "\([0-9.]*\)".*/\1/p' package.json)
if [ "$(node_modules/.bin/buf --version 2>/dev/null || true)" != "$wanted" ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
