# Figures that don't depend on the machine, or little: those of now beside those checked in. To be sourced.

compare() {
    awk -F '\t' '
        /^#/ { next }
        FNR == NR { was[$1] = $2; tolerance[$1] = $3; next }
        FNR == 1 {
            print "| figure | now | checked in | change | |"
            print "|---|---|---|---|---|"
        }
        {
            if (!($1 in was)) { printf "| %s | %s | | | new |\n", $1, $2; next }
            change = was[$1] == 0 ? ($2 == 0 ? 0 : 100) : ($2 / was[$1] - 1) * 100
            beyond = change > tolerance[$1] || -change > tolerance[$1]
            printf "| %s | %s | %s | %+.0f %% | %s |\n", $1, $2, was[$1], change, beyond ? "beyond " tolerance[$1] " %" : ""
        }' "$here/figures.tsv" "$place/figures"
}

record() {
    {
        echo "# Written by Benchmarks/run.sh TRENT record: figure, value, from how many percent a change is worth a look"
        cat "$place/figures"
    } >"$here/figures.tsv"
}
