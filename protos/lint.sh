#!/usr/bin/env bash
# Lints the wire contract. Installs buf from the lock file when it is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
../deploy/install.d/buf.sh
exec node_modules/.bin/buf lint
