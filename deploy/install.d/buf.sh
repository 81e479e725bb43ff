#!/bin/sh
# Installs buf, which lints protos/, from protos/package-lock.json. Does nothing when that version is there already.
set -eu
cd "$(dirname "$0")/../../protos"

command -v npm >/dev/null || {
    echo "buf.sh: npm is missing. Install nodejs and npm (on Debian: apt-get install nodejs npm), then run this again." >&2
    exit 1
}

wanted=$(sed -n 's/.*"@bufbuild\/buf": "\([0-9.]*\)".*/\1/p' package.json)
if [ "$(node_modules/.bin/buf --version 2>/dev/null || true)" != "$wanted" ]; then
    npm ci --no-audit --no-fund --loglevel=error
fi
