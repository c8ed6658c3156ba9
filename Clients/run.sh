#!/bin/sh
# Runs real clients against the real server: Clients/run.sh [pytest's arguments].
# TRENT_BINARY names the server, if it is not .build/release/trent.
set -eu
cd "$(dirname "$0")"
./prepare.sh

# Tests of full and read-only disks mount small ones; here nobody else sees them, and they go with the last process.
apart=""
for way in "unshare --mount" "unshare --mount --map-root-user"; do
    if $way true 2>/dev/null; then
        apart=$way
        break
    fi
done

# shellcheck disable=SC2086 # $apart is a command of several words, or none
exec $apart .venv/bin/python -m pytest -q -rs -p no:cacheprovider "$@"
