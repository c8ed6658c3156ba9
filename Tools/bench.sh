#!/bin/sh
# Serves a new data directory on a port of its own and measures it: Tools/bench.sh TRENT [seconds for each operation]
set -eu

trent=$1
seconds=${2:-5}
place=$(mktemp -d)
"$trent" serve --data-dir "$place/data" --listen 127.0.0.1:0 >"$place/out" 2>"$place/log" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$place"' EXIT
trap 'exit 130' INT TERM

url=""
while [ -z "$url" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$place/log" >&2; exit 1; }
    sleep 0.1
    url=$(sed -n 's/^listening on //p' "$place/out")
done
settings=$("$trent" env --data-dir "$place/data" --listen "${url#http://}")
eval "$settings"

for operation in GenerateDataKey Encrypt Decrypt; do
    "$trent" bench --endpoint "$url" --operation "$operation" --connections 16 --seconds "$seconds" --server-pid "$server"
done
