# 100,000 keys and 1,000 users in the store: one key and one user against many of them, in turns; what is not in memory;
# start and memory. Appends to $place/figures. To be sourced after servers.sh; wants $seconds, $rounds and $keys.

spread=1000
operations="GenerateDataKey Encrypt Decrypt"

scale() {
    start scale --log-level notice
    prepared=$place/prepared
    "$trent" bench --endpoint "$url" --operation Encrypt --keys "$keys" --principals "$spread" --prepared "$prepared" \
        --seconds 1 >"$place/report"
    echo "$keys keys and $spread users made; resident memory: $(memory VmRSS) MiB, at most $(memory VmHWM) MiB"
    restart
    echo "start: $startup ms; resident memory: $(memory VmRSS) MiB;" \
        "database: $(du -m "$place/scale/data/trent.sqlite" | cut -f1) MiB"
    settle
    spread_over_many
    misses
    load "ListKeys" --connections 1 --operation ListKeys |
        awk -F '\t' '{ printf "ListKeys, a page of 100: p50 %.1f ms, p99 %.1f ms\n", $3 / 1000, $4 / 1000 }'
    echo "resident memory: $(memory VmRSS) MiB, at most $(memory VmHWM) MiB"
    printf 'scale: memory at most, in MiB\t%s\t25\n' "$(memory VmHWM)" >>"$place/figures"
    stop scale
}

restart() {
    stop scale
    start scale --log-level notice
}

# many NAME KEYS PRINCIPALS OPERATION [flags of bench]
many() {
    name=$1
    over=$2
    by=$3
    operation=$4
    shift 4
    load "$name" --connections 16 --keys "$over" --principals "$by" --operation "$operation" --prepared "$prepared" "$@"
}

spread_over_many() {
    for _ in $(seq "$rounds"); do
        for operation in $operations; do
            many "$operation" 1 1 "$operation"
            many "$operation, spread" "$spread" "$spread" "$operation"
        done
    done >"$place/rows"
    echo
    echo "| operation, 16 connections | one key, one user | $spread keys, $spread users | CPU | requests/s |"
    echo "|---|---|---|---|---|"
    awk -v figures="$place/figures" -v operations="$operations" -f "$here/rounds.awk" -f "$here/scale.awk" "$place/rows"
}

# Keys in turn, twice as many as are kept in memory: each request misses. Users after a start: each is met for the first time.
misses() {
    for _ in $(seq "$rounds"); do
        many kept "$spread" 1 GenerateDataKey
        many missed 20000 1 GenerateDataKey
    done >"$place/rows"
    echo
    awk -v what=key -f "$here/rounds.awk" -f "$here/misses.awk" "$place/rows"
    for _ in $(seq "$rounds"); do
        restart
        many warm 1 0 GenerateDataKey
        many missed 1 "$spread" GenerateDataKey --warm-up-seconds 0 --requests "$spread"
        many kept 1 "$spread" GenerateDataKey
    done >"$place/rows"
    awk -v what=user -f "$here/rounds.awk" -f "$here/misses.awk" "$place/rows"
}
