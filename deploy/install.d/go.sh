#!/usr/bin/env bash
# Installs Debian's Go with its transparency-log library, by which a test checks the hub's history.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh

missing=()
for package in golang-go golang-golang-x-mod-dev; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
