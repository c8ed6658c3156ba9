# Reads the lines of all rounds, NAME requests/s p50 p99 CPU; what is made of them stands in other files.
BEGIN {
    FS = "\t"
    OFS = "\t"
    columns = split("rate p50 p99 cpu", column, " ")
}

{
    if (!($1 in count)) name[++names] = $1
    round = ++count[$1]
    for (i = 1; i <= columns; i++) value[$1, column[i], round] = $(i + 1)
}

function median(numbers, n, i, j, held) {
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && numbers[j - 1] > numbers[j]; j--) {
            held = numbers[j]
            numbers[j] = numbers[j - 1]
            numbers[j - 1] = held
        }
    return n % 2 ? numbers[(n + 1) / 2] : (numbers[n / 2] + numbers[n / 2 + 1]) / 2
}

function middle(row, what, i, numbers) {
    for (i = 1; i <= count[row]; i++) numbers[i] = value[row, what, i]
    return median(numbers, count[row])
}

# Of the best round: others on the machine only ever take away. Not for CPU time, which they may also lessen, since more
# requests are then answered at once.
function best(row, what, i, number) {
    number = value[row, what, 1]
    for (i = 2; i <= count[row]; i++)
        if (what == "rate" ? value[row, what, i] > number : value[row, what, i] < number) number = value[row, what, i]
    return number
}

# The median of the rounds' ratios.
function ratio(row, other, what, i, numbers) {
    for (i = 1; i <= count[row]; i++) numbers[i] = value[row, what, i] / value[other, what, i]
    return median(numbers, count[row])
}

# The median of the rounds' differences.
function above(row, other, what, i, numbers) {
    for (i = 1; i <= count[row]; i++) numbers[i] = value[row, what, i] - value[other, what, i]
    return median(numbers, count[row])
}

function mean(row, what, i, sum) {
    for (i = 1; i <= count[row]; i++) sum += value[row, what, i]
    return sum / count[row]
}

# What can be compared with another machine: a name, a number, and from how many percent a change is worth a look.
function figure(text, number, tolerance) { printf "%s\t%.3f\t%d\n", text, number, tolerance >>figures }
