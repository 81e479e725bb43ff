#!/usr/bin/env bash
# Installs what the tests of connections and enrolment look at the hub with: nmap, curl and grpcio from Debian. Does nothing where
# all of it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh

missing=()
for package in nmap curl python3-grpcio; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
