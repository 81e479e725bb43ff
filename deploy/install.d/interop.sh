#!/usr/bin/env bash
# Installs what the foreign gRPC peers of the tests need: grpcio, protoc and the standard .proto files from Debian, grpc-js
# from npm. Does nothing where all of it is there. Needs root or sudo only where a package is missing.
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
node=$top/tests/interop/node

packages=
need() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' || packages="$packages $1"
}

for package in python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc grpc-proto; do
  need "$package"
done
# Node may come from elsewhere than Debian, with npm inside.
command -v node >/dev/null || packages="$packages nodejs"
command -v npm >/dev/null || packages="$packages npm"

if [ -n "$packages" ]; then
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Not installed:$packages. Run this as root, or install sudo." >&2
      exit 1
    fi
    as_root=sudo
  fi
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # one word for each package
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi

# npm keeps a copy of the lock file beside what it installed; it is newer than ours only if ours has not changed since.
if [ ! "$node/node_modules/.package-lock.json" -nt "$node/package-lock.json" ]; then
  (cd "$node" && npm ci --silent)
fi
