# What deploy/run and deploy/test share: finding or installing what a Debian 12 lacks. Sourced by bash; defines functions only.
#
# Nothing is installed, and no package source is asked, when everything is there. Whatever is installed is not started.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Or build servers of ours would outlive the command; compile has one, and ends it.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-${HOME:-/tmp/exchangehub-$(id -u)}}

postgres_bin=/usr/lib/postgresql/15/bin

stop() {
  printf 'deploy/%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# as_root COMMAND…: runs it as root, through sudo where that is needed.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    stop "Packages are missing and only root can install them. Run this once as root, or install sudo."
  fi
}

# install_packages PACKAGE…: from Debian, without starting or creating anything.
install_packages() {
  echo "Installing from Debian: $*"
  as_root bash -s -- "$@" <<'ROOT' || stop "Could not install $*: what apt said stands above. Mend that and run this again."
set -eu
export DEBIAN_FRONTEND=noninteractive

# Debian starts a server as soon as its package is installed, unless this program answers 101 (forbidden).
policy=/usr/sbin/policy-rc.d
# PostgreSQL's package creates a cluster, unless this file says no. It goes again: later installations are nobody's business here.
no_cluster=/etc/postgresql-common/createcluster.d/exchangehub.conf
kept=
if [ -e "$policy" ]; then
  kept=$(mktemp)
  cp -p "$policy" "$kept"
fi
restore() {
  rm -f "$no_cluster"
  rmdir "${no_cluster%/*}" /etc/postgresql-common 2>/dev/null || true
  if [ -n "$kept" ]; then
    cp -p "$kept" "$policy"
    rm -f "$kept"
  else
    rm -f "$policy"
  fi
}
trap restore EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "${policy%/*}" "${no_cluster%/*}"
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"
echo 'create_main_cluster = false' >"$no_cluster"

# The lists may be missing or old; they are fetched only when the first try fails. A configuration file that somebody changed
# stays.
get() { apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "$@" </dev/null; }
log=$(mktemp)
if ! get "$@" >"$log" 2>&1; then
  if ! { apt-get update && get "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
fi
rm -f "$log"
ROOT
}

# first_file PATH…: the first of the paths that exists; a glob that matches nothing is no path.
first_file() {
  local path
  for path in "$@"; do
    if [ -e "$path" ]; then
      printf '%s\n' "$path"
      return
    fi
  done
  return 1
}

# need_tools [servers] [npm]: installs what the SDK, the servers or npm's programs need, all in one go.
need_tools() {
  local want missing=()
  first_file /usr/lib/*/libicuuc.so.[0-9]* /usr/lib/libicuuc.so.[0-9]* >/dev/null || missing+=(libicu72)
  first_file /usr/share/zoneinfo/Asia/Shanghai >/dev/null || missing+=(tzdata)
  first_file /etc/ssl/certs/ca-certificates.crt >/dev/null || missing+=(ca-certificates)
  command -v openssl >/dev/null || missing+=(openssl)
  for want in "$@"; do
    case $want in
      servers) [ -x "$postgres_bin/initdb" ] || missing+=(postgresql-15) ;;
      npm) command -v npm >/dev/null || missing+=(nodejs npm) ;;
    esac
  done
  if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}"
  fi
}

has_sdk() { "$1" --list-sdks 2>/dev/null | grep -q '^10\.'; }

# need_sdk: puts a dotnet that has a .NET 10 SDK on PATH. Debian 12 has none; a package source that somebody added may have.
need_sdk() {
  local candidate
  for candidate in dotnet "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" /usr/{share,lib,local/share}/dotnet/dotnet \
    "${HOME:-/root}/.dotnet/dotnet"; do
    if command -v "$candidate" >/dev/null && has_sdk "$candidate"; then
      if [ "$candidate" != dotnet ]; then
        export DOTNET_ROOT=${candidate%/dotnet}
        PATH=$DOTNET_ROOT:$PATH
      fi
      return
    fi
  done
  if command -v apt-get >/dev/null; then
    as_root apt-get update >/dev/null || true
    if apt-cache policy dotnet-sdk-10.0 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      install_packages dotnet-sdk-10.0
      has_sdk dotnet && return
    fi
  fi
  stop "The .NET 10 SDK is missing and no package source of this machine offers dotnet-sdk-10.0: install the SDK" \
    "(https://dotnet.microsoft.com/download/dotnet/10.0), put dotnet on PATH, and run this again."
}

# compile WHAT [ARGUMENT]…: builds it (Release). All its projects share one compiler, which ends with the build.
compile() {
  local what=$1 name=exchangehub-$$ code=0 compiler
  shift
  dotnet build "$what" -c Release --nologo -v quiet -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$name" \
    "$@" || code=$?
  compiler=$(dotnet msbuild protos/ExchangeHub.Protos.csproj -getProperty:RoslynTargetsPath || true)/bincore/VBCSCompiler.dll
  dotnet "$compiler" "-pipename:$name" -shutdown || true
  [ "$code" -eq 0 ] || stop "$what does not build: the errors stand above."
}
