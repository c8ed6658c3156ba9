# Servers of the benchmarks, each in a place of its own on a port of its own. To be sourced; wants $trent and $place.
# After `use NAME`, $url and $server say where it is and its process, and the environment has its credentials.

running=""

# Starts a server and waits for its line, $startup milliseconds: launch NAME COMMAND…
launch() {
    name=$1
    shift
    mkdir -p "$place/$name"
    : >"$place/$name/out"
    startup=$(milliseconds)
    "$@" >"$place/$name/out" 2>"$place/$name/log" &
    server=$!
    running="$running $server"
    url=""
    tries=0
    while [ -z "$url" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 6000 ] || ! kill -0 "$server" 2>/dev/null; then
            cat "$place/$name/log" >&2
            exit 1
        fi
        sleep 0.01
        url=$(sed -n 's/^listening on //p' "$place/$name/out")
    done
    startup=$(($(milliseconds) - startup))
    printf 'url=%s\nserver=%s\n' "$url" "$server" >"$place/$name/env"
}

# A server of Trent, to be used from now on: start NAME [flags].
start() {
    name=$1
    shift
    launch "$name" "$trent" serve --data-dir "$place/$name/data" --listen 127.0.0.1:0 "$@"
    "$trent" env --data-dir "$place/$name/data" --listen "${url#*://}" >>"$place/$name/env"
    use "$name"
}

use() { eval "$(cat "$place/$1/env")"; }

# stop NAME
stop() {
    server=$(sed -n 's/^server=//p' "$place/$1/env")
    kill "$server"
    { wait "$server" || true; } 2>/dev/null
}

stop_all() {
    for process in $running; do kill "$process" 2>/dev/null || true; done
    for process in $running; do { wait "$process" || true; } 2>/dev/null; done
}

# Waits until the server has made its key pairs: less than a tenth of a processor in two seconds, but no longer than a
# minute.
settle() {
    for _ in $(seq 30); do
        before=$(ticks)
        sleep 2
        [ $(($(ticks) - before)) -ge 20 ] || return 0
    done
}

# The CPU time of $server, in hundredths of a second.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$server/stat"; }

# In MiB; `VmRSS` now, `VmHWM` at most.
memory() { awk -v name="$1:" '$1 == name { printf "%.0f", $2 / 1024 }' "/proc/$server/status"; }

milliseconds() { date +%s%3N; }

# A line of figures of one measurement: `NAME requests/s p50 p99 CPU`, times in microseconds. load NAME [flags of bench].
# Failed requests are shown, and are no reason to stop unless all failed.
load() {
    name=$1
    shift
    "$trent" bench --endpoint "$url" --server-pid "$server" --seconds "$seconds" --json "$@" >"$place/report" || {
        cat "$place/report" >&2
        [ "$(reported requests)" -gt 0 ] || exit 1
    }
    printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$(reported requestsPerSecond)" "$(reported p50)" "$(reported p99)" \
        "$(reported serverCPUMicrosecondsPerRequest)"
}

reported() { sed -n 's/.*"'"$1"'":\([0-9.]*\).*/\1/p' "$place/report"; }
