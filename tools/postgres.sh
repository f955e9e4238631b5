#!/usr/bin/env bash
# A private, throw-away PostgreSQL for the tests.
#
#   tools/postgres.sh start DIR   starts it and prints its DATABASE_URL (again the same one if it already runs)
#   tools/postgres.sh stop DIR    stops it and removes it
#
# DIR keeps only a note of where the cluster lives: root starts it as the user postgres, who cannot look into root's
# folders, and the path of a Unix socket must be short. Nothing listens on the network. Nothing is synced to disk,
# so never keep anything in it that matters.
set -euo pipefail

usage() { sed -n '4,5s/^# *//p' "$0" >&2; exit 2; }
say() { echo "postgres.sh: $*" >&2; }

newest_server() {
    local found
    found=$(find /usr/lib/postgresql /usr/pgsql-* -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(command -v initdb || true)
    [ -n "$found" ] && dirname "$(readlink -f "$found")"
}

need_server() {
    newest_server && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing Debian's package postgresql"
        apt-get -qq update >&2
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends postgresql >&2
        newest_server && return
    fi
    say "no PostgreSQL server here; install it, for example: sudo apt-get install postgresql"
    return 1
}

as_owner() {
    # initdb and postgres refuse to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

runs() { [ -n "$1" ] && [ -S "$1/.s.PGSQL.5432" ] && as_owner "$BIN/pg_ctl" status -D "$1/data" >/dev/null 2>&1; }

url() { echo "postgres://certdesk@${1//\//%2F}/certdesk"; }

start() {
    local place
    place=$(cat "$NOTE" 2>/dev/null || true)
    if runs "$place"; then url "$place"; return; fi
    remove "$place"
    place=$(mktemp -d /tmp/certdesk-pg.XXXXXX)
    [ "$(id -u)" = 0 ] && chown postgres: "$place"
    mkdir -p "$DIR"
    echo "$place" >"$NOTE"
    as_owner "$BIN/initdb" -D "$place/data" -U certdesk -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    if ! as_owner "$BIN/pg_ctl" start -w -s -D "$place/data" -l "$place/log" -o "-k $place -c listen_addresses='' \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" >&2; then
        cat "$place/log" >&2
        return 1
    fi
    as_owner "$BIN/createdb" -h "$place" -U certdesk certdesk
    url "$place"
}

remove() {
    case "$1" in /tmp/certdesk-pg.*) ;; *) return 0 ;; esac
    [ -d "$1/data" ] && as_owner "$BIN/pg_ctl" stop -w -s -m immediate -D "$1/data" >/dev/null 2>&1 || true
    rm -rf "$1"
}

stop() {
    remove "$(cat "$NOTE" 2>/dev/null || true)"
    rm -f "$NOTE"
}

[ $# = 2 ] || usage
DIR=$2
NOTE=$DIR/postgres.place
case "$1" in
    start) BIN=$(need_server); start ;;
    stop) BIN=$(newest_server || true); stop ;;
    *) usage ;;
esac
