# One key and one user against many of them, in turns. After rounds.awk.
END {
    n = split(operations, operation, " ")
    for (i = 1; i <= n; i++) {
        one = operation[i]
        many = one ", spread"
        cpu = ratio(many, one, "cpu")
        rate = best(many, "rate") / best(one, "rate")
        printf "| %s | %.1f µs, %.0f/s | %.1f µs, %.0f/s | %+.0f %% | %+.0f %% |\n", one, middle(one, "cpu"),
            best(one, "rate"), middle(many, "cpu"), best(many, "rate"), (cpu - 1) * 100, (rate - 1) * 100
        figure("scale: " one ": server CPU with many keys and users, of that with one", cpu, 10)
    }
}
