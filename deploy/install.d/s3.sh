#!/usr/bin/env bash
# Installs the S3 server that the tests of the blob store ask, from npm. Does nothing where it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh
need_tools npm

cd tests/interop/s3
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --silent
fi
