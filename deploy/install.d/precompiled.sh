#!/usr/bin/env bash
# precompiled.sh FOLDER…: gives the libraries of build outputs machine code (ReadyToRun). The tests start hundreds of programs
# that live for seconds, and would spend most of them compiling. What was compiled once is kept by its digest.
#
# Where there is no compiler for this processor, nothing changes: the programs start more slowly and do the same.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
dotnet restore "$root/deploy/precompiler.proj" --verbosity quiet >/dev/null || exit 0
compiler=$(dotnet msbuild "$root/deploy/precompiler.proj" -getProperty:Compiler)
[ -x "$compiler" ] || exit 0
version=${compiler%/tools/*}
kept=$root/deploy/obj/precompiled/${version##*/}
mkdir -p "$kept"

# The frameworks that the libraries refer to, from lines "NAME VERSION [FOLDER]".
dotnet --list-runtimes | sed -n 's|^[^ ]* \(10\.[^ ]*\) \[\(.*\)\]$|-r:\2/\1/*.dll|p' >"$kept/frameworks.rsp"

# The tests themselves run once, and what runs them need not be fast.
libraries=$(find "$@" -maxdepth 1 -name '*.dll' ! -name '*.Tests.dll' ! -name 'xunit*' ! -name '*TestPlatform*' \
  ! -name 'testhost*' -exec sha256sum {} +)
while read -r digest library; do
  [ -e "$kept/$digest.dll" ] || printf '%s\0%s\0' "$digest" "$library"
done < <(sort -u -k1,1 <<<"$libraries") | COMPILER=$compiler KEPT=$kept xargs -0 -r -n 2 -P "$(nproc)" bash -c '
  # What cannot be compiled stays as it is; so does what this made.
  "$COMPILER" "$2" -o "$KEPT/$1.part" -r "${2%/*}/*.dll" "@$KEPT/frameworks.rsp" --targetos linux -O >/dev/null 2>&1 ||
    cp "$2" "$KEPT/$1.part"
  made=$(sha256sum <"$KEPT/$1.part")
  ln -f "$KEPT/$1.part" "$KEPT/${made%% *}.dll"
  mv "$KEPT/$1.part" "$KEPT/$1.dll"' _

while read -r digest library; do
  cp "$kept/$digest.dll" "$library"
done <<<"$libraries"
