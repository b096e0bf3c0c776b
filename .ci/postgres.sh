#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own: a free port, a temporary folder, a user other than root.
# Usage: .ci/postgres.sh COMMAND…   The command finds the server in WENMING_TEST_POSTGRES (databases may be made in it).
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ]; then
  bin=$(dirname "$(command -v pg_ctl || true)")
fi
if [ ! -x "$bin/initdb" ]; then
  echo "PostgreSQL's server programs are missing: apt-get install -y --no-install-recommends postgresql" >&2
  exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/wenming-postgres.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
  # The server refuses to run as root; its package brings this user.
  chown postgres "$folder"
  as=(setpriv --reuid postgres --regid postgres --init-groups)
fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
cd "$folder"

"${as[@]}" "$bin/initdb" -D "$folder/data" -U wenming -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 \
  || { cat "$folder/initdb.log" >&2; exit 1; }
started=
for _ in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 30000))
  # A test database may be lost with the machine, so it does not wait for the disk; one that is measured does.
  if "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" start \
      -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=${WENMING_TEST_FSYNC:-off} -c max_connections=200" >/dev/null 2>&1; then
    started=yes
    break
  fi
done
[ -n "$started" ] || { cat "$folder/server.log" >&2; exit 1; }

cd "$OLDPWD"
export WENMING_TEST_POSTGRES="postgres://wenming@127.0.0.1:$port/postgres"
"$@"
