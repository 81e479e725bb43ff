#!/bin/sh
# Lints the wire contract. Needs node and npm; installs buf from the lock file when it is missing.
set -eu
cd "$(dirname "$0")"
sh ../deploy/install.d/buf.sh
exec node_modules/.bin/buf lint
