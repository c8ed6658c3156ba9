#!/bin/sh
# Makes the Python environment of the clients, Clients/.venv, unless it is there as requirements.txt wants it.
set -eu
cd "$(dirname "$0")"

if ! cmp -s requirements.txt .venv/installed.txt; then
    python3 -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    cp requirements.txt .venv/installed.txt
fi
