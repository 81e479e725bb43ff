#!/bin/sh
# Installs Debian's RabbitMQ for the tests that start a private broker. Idempotent; needs root when something is missing.
# No service is started or enabled by this script, and a broker that the machine already runs is left alone.
set -eu

server=/usr/lib/rabbitmq/bin/rabbitmq-server
if [ -x "$server" ]; then
  exit 0
fi

if [ "$(id -u)" -ne 0 ]; then
  echo "rabbitmq.sh: RabbitMQ is missing and only root can install it. Run: sudo deploy/install.d/rabbitmq.sh" >&2
  exit 1
fi

# Debian starts a service as soon as its package is installed, unless this file says no (exit 101: action forbidden).
policy=/usr/sbin/policy-rc.d
kept=
if [ -e "$policy" ]; then
  kept=$(mktemp)
  cp -p "$policy" "$kept"
fi
restore() {
  if [ -n "$kept" ]; then
    cp -p "$kept" "$policy"
    rm -f "$kept"
  else
    rm -f "$policy"
  fi
}
trap restore EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
if ! apt-get install -y --no-install-recommends rabbitmq-server >/dev/null 2>&1; then
  apt-get update >/dev/null
  apt-get install -y --no-install-recommends rabbitmq-server >/dev/null
fi

# The package enables its service for the next boot; nobody asked for a broker that the tests do not own.
if command -v systemctl >/dev/null 2>&1; then
  systemctl disable rabbitmq-server >/dev/null 2>&1 || true
fi

if [ ! -x "$server" ]; then
  echo "rabbitmq.sh: rabbitmq-server was installed, but $server is not there. Tests look for it at that path." >&2
  exit 1
fi
