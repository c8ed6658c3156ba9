#!/bin/sh
# Serves a new data directory on a port of its own and measures it, on loopback:
# Benchmarks/run.sh TRENT [seconds for each operation, default 5] [keys, default 100000]
# or only the table of ratios: Benchmarks/run.sh TRENT table
# Bounded in time, and ends the server it started. docs/performance.md has the figures.
set -eu

trent=$1
seconds=${2:-5}
keys=${3:-100000}
place=$(mktemp -d)
server=""
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Starts the server and waits for its line: start [flags].
start() {
    : >"$place/out"
    "$trent" serve --data-dir "$place/data" --listen 127.0.0.1:0 "$@" >"$place/out" 2>"$place/log" &
    server=$!
    url=""
    while [ -z "$url" ]; do
        kill -0 "$server" 2>/dev/null || {
            cat "$place/log" >&2
            exit 1
        }
        sleep 0.01
        url=$(sed -n 's/^listening on //p' "$place/out")
    done
    eval "$("$trent" env --data-dir "$place/data" --listen "${url#http://}")"
}

stop() {
    kill "$server"
    wait "$server" || true
    server=""
}

bench() {
    "$trent" bench --endpoint "$url" --server-pid "$server" --seconds "$seconds" --operation "$@"
    echo
}

resident() { sed -n 's/^VmRSS:[[:space:]]*//p' "/proc/$server/status"; }

milliseconds() { date +%s%3N; }

# One line of the table: row NAME URL, then the flags of trent bench. A request to a constant body is the measure.
row() {
    name=$1
    shift
    "$trent" bench --server-pid "$server" --seconds "$seconds" --connections 16 --json "$@" |
        sed 's/.*"requestsPerSecond":\([0-9.]*\).*"p50":\([0-9]*\).*"p99":\([0-9]*\).*"serverCPUMicrosecondsPerRequest":\([0-9.]*\).*/\1 \2 \3 \4/' |
        while read -r rate p50 p99 cpu; do
            [ -s "$place/constant" ] || echo "$rate $cpu" >"$place/constant"
            read -r constant_rate constant_cpu <"$place/constant"
            awk -v name="$name" -v rate="$rate" -v p50="$p50" -v p99="$p99" -v cpu="$cpu" \
                -v constant_rate="$constant_rate" -v constant_cpu="$constant_cpu" 'BEGIN {
                    printf "| %s | %.0f | %.2f | %.2f ms | %.2f ms | %.1f µs | %+.1f µs |\n",
                        name, rate, rate / constant_rate, p50 / 1000, p99 / 1000, cpu, cpu - constant_cpu }'
        done
}

table() {
    echo "| operation, 16 connections | requests/s | of a constant body's | p50 | p99 | server CPU a request | above a constant body |"
    echo "|---|---|---|---|---|---|---|"
    "$(dirname "$trent")/ConstantBody" >"$place/out" &
    server=$!
    url=""
    for _ in $(seq 100); do
        sleep 0.05
        url=$(sed -n 's/^listening on //p' "$place/out")
        [ -z "$url" ] || break
    done
    [ -n "$url" ]
    AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
        row "constant body" --endpoint "$url" --operation GenerateRandom
    stop
    start --log-level notice
    # Key pairs for RSA keys are made first.
    sleep 25
    for operation in GenerateDataKey Encrypt Decrypt GenerateRandom; do
        row "$operation" --endpoint "$url" --operation "$operation"
    done
    for spec in ECC_NIST_P256 RSA_2048; do
        row "Sign $spec" --endpoint "$url" --operation Sign --key-spec "$spec"
    done
    stop
}

if [ "${2:-}" = table ]; then
    seconds=5
    table
    exit
fi

echo "# decisions, without any request"
swift run --configuration release DecisionBenchmark

echo "# against the same HTTP stack that answers a constant body"
swift build --configuration release --product ConstantBody
table

echo "# with a line of the log for each call"
start
for operation in Decrypt Encrypt GenerateDataKey ReEncrypt DescribeKey GenerateRandom; do bench "$operation" --connections 16; done
stop

echo "# without (--log-level notice)"
start --log-level notice
bench Decrypt --connections 16
bench Decrypt --connections 1
bench GenerateMac --connections 16
for spec in ECC_NIST_P256 ECC_NIST_P384 ECC_NIST_EDWARDS25519 RSA_2048 RSA_4096 ML_DSA_65; do
    bench Sign --connections 16 --key-spec "$spec"
done
bench CreateKey --connections 64
bench CreateKey --connections 1
stop

echo "# $keys keys"
start --log-level notice
made=0
while [ "$made" -lt "$keys" ]; do
    count=$("$trent" bench --endpoint "$url" --seconds 10 --warm-up-seconds 0 --operation CreateKey --connections 64 --json |
        sed -n 's/.*"requests":\([0-9]*\).*/\1/p')
    made=$((made + count))
done
echo "made $made more; resident memory: $(resident)"
stop
started=$(milliseconds)
start --log-level notice
echo "start: $(($(milliseconds) - started)) ms; resident memory: $(resident)"
bench ListKeys --connections 1
bench Decrypt --connections 16
echo "resident memory: $(resident); database: $(du -h "$place/data/trent.sqlite" | cut -f1)"
