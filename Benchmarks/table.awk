# Each row beside a constant body: the best rounds, of CPU time the medians. After rounds.awk.
# `reference`: what MicroBenchmark's reference takes on this machine, in nanoseconds.
END {
    print "| operation, 16 connections unless it says 1 | requests/s | of a constant body's | p50 | p99 | server CPU a request | above a constant body's |"
    print "|---|---|---|---|---|---|---|"
    for (i = 1; i <= names; i++) {
        row = name[i]
        other = row ~ /, 1 connection/ ? "constant body, 1 connection" : "constant body"
        printf "| %s | %.0f | %.2f | %.2f ms | %.2f ms | %.1f µs | %+.1f µs |\n", row, best(row, "rate"),
            best(row, "rate") / best(other, "rate"), best(row, "p50") / 1000, best(row, "p99") / 1000, middle(row, "cpu"),
            above(row, other, "cpu")
        # One connection leaves a processor to others in between: only its latency is worth comparing.
        if (row == other || row ~ /, 1 connection/) continue
        figure(row ": requests/s, of a constant body's", best(row, "rate") / best(other, "rate"), 20)
        figure(row ": server CPU above a constant body's, of the reference's", above(row, other, "cpu") * 1000 / reference,
            15)
    }
    figure("GenerateDataKey, 1 connection: p50, of a constant body's",
        best("GenerateDataKey, 1 connection", "p50") / best("constant body, 1 connection", "p50"), 15)
    figure("GenerateDataKey: server CPU with HTTPS, of that without",
        ratio("GenerateDataKey, HTTPS", "GenerateDataKey", "cpu"), 15)
}
