#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own, which is gone afterwards:
#
#     tests/with-postgres.sh cargo test
#
# The command finds the server's address in REPRISE_TEST_POSTGRES. Where that is set already, that server is used.
set -euo pipefail

if [ $# -eq 0 ]; then
    echo "usage: tests/with-postgres.sh COMMAND [ARGUMENT…]" >&2
    exit 2
fi
if [ -n "${REPRISE_TEST_POSTGRES:-}" ]; then
    exec "$@"
fi

# Debian keeps the server's programs out of PATH; the newest version wins.
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
if [ ! -x "$bin/initdb" ]; then
    bin=$(dirname "$(command -v initdb || true)")
fi
if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/postgres" ]; then
    echo "The tests need PostgreSQL. On Debian or Ubuntu:  sudo apt-get install -y postgresql" >&2
    exit 1
fi

# The server refuses to run as root. It dies with this script, even if that is killed.
as_server() { exec setpriv --pdeathsig INT "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    if ! id postgres >/dev/null 2>&1; then
        echo "PostgreSQL refuses to run as root, and there is no user \"postgres\" to run it as." >&2
        exit 1
    fi
    as_server() { exec setpriv --reuid postgres --regid postgres --init-groups --pdeathsig INT "$@"; }
fi

# What runs of this script left behind that were killed: nobody holds the lock on their folder.
find /tmp -maxdepth 1 -name 'reprise-postgres.*' -user "$(id -u)" -mmin +1 \
    -exec flock --nonblock {} rm -rf {} \; 2>/dev/null || true

# In /tmp whatever TMPDIR says: the path of a socket must be short, and the server's user must reach it.
place=$(mktemp -d /tmp/reprise-postgres.XXXXXX)
server='' command=''
clean_up() {
    trap '' INT TERM
    if [ -n "$command" ]; then kill -KILL -- "-$command" 2>/dev/null || true; fi
    # Its data goes with it: no need to shut down in order.
    if [ -n "$server" ]; then kill -QUIT "$server" 2>/dev/null && wait "$server" || true; fi
    rm -rf "$place"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
exec 9<"$place"
flock 9

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
mkdir -m 700 "$place/server"
printf '%s' "$password" >"$place/server/password"
if [ "$(id -u)" -eq 0 ]; then
    chmod 711 "$place"
    chown -R postgres: "$place/server"
fi
# Not SCRAM: its thousands of rounds take an unoptimised build a third of a second a connection.
cd "$place"
(as_server "$bin/initdb" --pgdata "$place/server/data" --username reprise --pwfile "$place/server/password" \
    --auth password --encoding UTF8 --locale C --no-sync) >"$place/log" 2>&1 || { cat "$place/log" >&2; exit 1; }
cd - >/dev/null

# With job control each child is a process group of its own: Ctrl-C comes here alone, and from here to whom it concerns.
set -m
# PostgreSQL cannot ask for any free port; so ports are tried, below those that the system gives to connections.
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 12000))
    as_server "$bin/postgres" -D "$place/server/data" -p "$port" -k "$place/server" -c listen_addresses=127.0.0.1 \
        -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        </dev/null >"$place/log" 2>&1 9<&- &
    server=$!
    while kill -0 "$server" 2>/dev/null; do
        # Asking the port could reach somebody else's server; this file is ours.
        if grep --quiet '^ready' "$place/server/data/postmaster.pid" 2>/dev/null; then break 2; fi
        sleep 0.05
    done
    wait "$server" || true
    server=''
done
if [ -z "$server" ]; then
    echo "PostgreSQL does not start:" >&2
    cat "$place/log" >&2
    exit 1
fi

export REPRISE_TEST_POSTGRES="postgres://reprise:$password@127.0.0.1:$port/postgres"
"$@" <&0 9<&- &
command=$!
interrupted=''
trap 'interrupted=yes; kill -INT -- "-$command" 2>/dev/null || true' INT
trap 'interrupted=yes; kill -TERM -- "-$command" 2>/dev/null || true' TERM
# A signal ends a wait early; when to end is for the command to decide.
until
    interrupted='' status=0
    wait "$command" || status=$?
    [ -z "$interrupted" ]
do :; done
command=''
exit "$status"
