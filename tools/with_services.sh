#!/bin/sh
# Runs a command on Debian's own PostgreSQL and Redis: throw-away servers of those binaries, not the system's.
# The tests start Debian's dovecot themselves, one per inbox: MAUNTIC_TEST_IMAP tells them to.
# Usage: tools/with_services.sh COMMAND [ARGUMENT...]
set -eu

# The newest of the PostgreSQL versions that Debian keeps side by side.
postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
redis_server() { command -v redis-server || command -v valkey-server || true; }
dovecot_server() { PATH="$PATH:/usr/sbin" command -v dovecot || true; }

if [ -z "$(postgres_bin)" ] || [ -z "$(redis_server)" ] || [ -z "$(dovecot_server)" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "Install postgresql, redis-server and dovecot-imapd first: only root can do it here, through apt." >&2
        exit 1
    fi
    echo "  ... Installing postgresql, redis-server and dovecot-imapd" >&2
    # Without their init scripts: the package must not start a server of the system's.
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    packages="postgresql redis-server dovecot-imapd"
    apt-get install -qq -y --no-install-recommends $packages >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -qq -y --no-install-recommends $packages; } >/dev/null
fi

bin=$(postgres_bin)
home=$(mktemp -d /tmp/mauntic-services.XXXXXX)
chmod 711 "$home"
mkdir "$home/pg" "$home/redis"

# PostgreSQL refuses root: Debian's package brings the account.
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$home/pg"; fi

redis_pid=
clean_up() {
    status=$?
    trap - EXIT INT TERM
    if [ -n "$redis_pid" ]; then kill "$redis_pid" 2>/dev/null && wait "$redis_pid" 2>/dev/null || true; fi
    as_server "$bin/pg_ctl" -D "$home/pg/data" -m immediate -s -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_server "$bin/initdb" -D "$home/pg/data" -U mauntic -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
cat <<CONFIG | as_server tee -a "$home/pg/data/postgresql.conf" >/dev/null
listen_addresses = ''
unix_socket_directories = '$home/pg'
unix_socket_permissions = 0777
fsync = off
max_connections = 200
max_locks_per_transaction = 256
CONFIG
as_server "$bin/pg_ctl" -D "$home/pg/data" -l "$home/pg/log" -s -w start
as_server "$bin/createdb" -h "$home/pg" -U mauntic mauntic

"$(redis_server)" --port 0 --unixsocket "$home/redis/redis.sock" --dir "$home/redis" --appendonly yes \
    --maxmemory-policy noeviction --logfile "$home/redis/log" </dev/null &
redis_pid=$!
tries=0
until [ -S "$home/redis/redis.sock" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then cat "$home/redis/log" >&2; exit 1; fi
    sleep 0.1
done

echo "  ... $("$bin/postgres" --version), $("$(redis_server)" --version | cut -d ' ' -f 1-3), dovecot $("$(dovecot_server)" --version)" >&2
MAUNTIC_TEST_IMAP=dovecot DATABASE_URL="postgres://mauntic@/$home/pg/mauntic" REDIS_URL="unix://$home/redis/redis.sock?db=0" "$@"
