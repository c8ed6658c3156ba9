#!/bin/sh
# Runs real clients against the real server: Clients/run.sh [pytest's arguments].
# TRENT_BINARY names the server, if it is not .build/release/trent.
set -eu
cd "$(dirname "$0")"

if ! cmp -s requirements.txt .venv/installed.txt; then
    python3 -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    cp requirements.txt .venv/installed.txt
fi

exec .venv/bin/python -m pytest -q -p no:cacheprovider "$@"
