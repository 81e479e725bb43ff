#!/usr/bin/env bash
# Installs Debian's RabbitMQ for the tests that start a private broker. No service is started or enabled, and a broker that the
# machine already runs is left alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/lib.sh

[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || exit 0
install_packages rabbitmq-server

# The package enables its service for the next boot; nobody asked for a broker that the tests do not own.
if command -v systemctl >/dev/null; then
  as_root systemctl disable rabbitmq-server >/dev/null 2>&1 || true
fi
