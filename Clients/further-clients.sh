#!/bin/sh
# Tests with clients that are slow or that pip does not install, Terraform for one, and a table of what became of them:
# Clients/further-clients.sh [pytest's arguments]. TRENT_BINARY names the server, if it is not .build/release/trent.
# What is not installed is skipped, and the table says so. It ends after a quarter of an hour in any case, with the table of
# what it came to; each client also has a bound of its own, of some minutes.
set -eu
cd "$(dirname "$0")"
./prepare.sh
exec timeout --kill-after=60 900 .venv/bin/python further_clients.py "$@"
