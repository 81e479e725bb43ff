#!/usr/bin/env bash
# Installs what the foreign gRPC peers of the tests need: grpcio, protoc and the standard .proto files from Debian, grpc-js
# from npm. Does nothing where all of it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh
need_tools npm

missing=()
for package in python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc grpc-proto; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"

# The reference validator of bags, where the distribution has it; the test that asks it passes without.
if ! dpkg-query -W -f '${Status}' python3-bagit 2>/dev/null | grep -q 'ok installed' \
  && apt-cache policy python3-bagit 2>/dev/null | grep -q 'Candidate: [0-9]'; then
  install_packages python3-bagit
fi

# npm keeps a copy of the lock file beside what it installed; it is newer than ours only if ours has not changed since.
cd tests/interop/node
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --silent
fi
