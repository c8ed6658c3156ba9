#!/bin/sh
# Runs real clients against the real server: Clients/run.sh [pytest's arguments].
# TRENT_BINARY names the server, if it is not .build/release/trent.
# Clients/run.sh --record-compatibility runs all and writes docs/compatibility.md from what the tests saw.
set -eu
cd "$(dirname "$0")"
./prepare.sh

record=""
if [ "${1:-}" = "--record-compatibility" ]; then
    shift
    record=yes
    TRENT_RECORD=$(mktemp)
    export TRENT_RECORD
    trap 'rm -f "$TRENT_RECORD"' EXIT
fi

# Tests of full and read-only disks mount small ones; here nobody else sees them, and they go with the last process.
apart=""
for way in "unshare --mount" "unshare --mount --map-root-user"; do
    if $way true 2>/dev/null; then
        apart=$way
        break
    fi
done

# shellcheck disable=SC2086 # $apart is a command of several words, or none
$apart .venv/bin/python -m pytest -q -rs -p no:cacheprovider "$@"

if [ -n "$record" ]; then
    .venv/bin/python compatibility.py "$TRENT_RECORD" >../docs/compatibility.md
fi
