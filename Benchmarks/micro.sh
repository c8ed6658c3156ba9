# What the parts of a call cost by themselves. Appends to $place/figures. To be sourced.

micro() {
    "$(dirname "$trent")/MicroBenchmark" >"$place/micro"
    echo "| part, one thread | time | of the reference's | allocations |"
    echo "|---|---|---|---|"
    awk -F '\t' -v figures="$place/figures" '
        { printf "| %s | %.2f µs | %s | %s |\n", $1, $2 / 1000, $3, $4 }
        NR > 1 {
            printf "%s: time, of the reference\047s\t%s\t20\n", $1, $3 >>figures
            if ($4 != "-") printf "%s: allocations\t%s\t2\n", $1, $4 >>figures
        }' "$place/micro"
}
