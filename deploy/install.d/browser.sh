#!/usr/bin/env bash
# Installs what the tests of the console look at it with: Chromium without its windows (new ones cost most of a visit) and a
# Chinese typeface from Debian, axe-core from npm. Does nothing where all of it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh
need_tools npm

missing=()
[ -x /usr/bin/chromium-headless-shell ] || missing+=(chromium-headless-shell)
dpkg-query -W -f '${Status}' fonts-wqy-microhei 2>/dev/null | grep -q 'ok installed' || missing+=(fonts-wqy-microhei)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"

# npm keeps a copy of the lock file beside what it installed; it is newer than ours only if ours has not changed since.
cd tests/Browser.Tests
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --silent
fi
