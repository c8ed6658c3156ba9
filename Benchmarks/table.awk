# The medians of the rounds, and ratios to a constant body in the same round. After medians.awk.
END {
    print "| operation, 16 connections unless it says 1 | requests/s | of a constant body's | p50 | p99 | server CPU a request | of a constant body's |"
    print "|---|---|---|---|---|---|---|"
    for (i = 1; i <= names; i++) {
        row = name[i]
        other = row ~ /, 1 connection/ ? "constant body, 1 connection" : "constant body"
        printf "| %s | %.0f | %.2f | %.2f ms | %.2f ms | %.1f µs | %.2f |\n", row, middle(row, "rate"),
            ratio(row, other, "rate"), middle(row, "p50") / 1000, middle(row, "p99") / 1000, middle(row, "cpu"),
            ratio(row, other, "cpu")
        # One connection leaves a processor to others in between: only its latency is worth comparing.
        if (row == other || row ~ /, 1 connection/) continue
        figure(row ": requests/s, of a constant body's", ratio(row, other, "rate"), 20)
        figure(row ": server CPU, of a constant body's", ratio(row, other, "cpu"), 15)
    }
    figure("GenerateDataKey, 1 connection: p50, of a constant body's",
        ratio("GenerateDataKey, 1 connection", "constant body, 1 connection", "p50"), 15)
    figure("GenerateDataKey: server CPU with HTTPS, of that without",
        ratio("GenerateDataKey, HTTPS", "GenerateDataKey", "cpu"), 15)
}
