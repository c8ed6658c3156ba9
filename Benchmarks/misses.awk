# What a look-up costs that memory does not answer. After rounds.awk. Means: of few requests, CPU time is a coarse measure.
END {
    printf "a %s that is not in memory: %.0f µs server CPU more (%.0f instead of %.0f µs), p50 %.2f instead of %.2f ms\n",
        what, mean("missed", "cpu") - mean("kept", "cpu"), mean("missed", "cpu"), mean("kept", "cpu"),
        best("missed", "p50") / 1000, best("kept", "p50") / 1000
}
