#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the parts of a call cost by themselves, in this process alone: `MicroBenchmark [ROUNDS]`. Bounded: a few seconds.
///
/// Prints a line for each operation: its name, nanoseconds, as a multiple of the reference, allocations; with tabs between.
@main
struct Micro {
    static func main() throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
        let operations =
            [reference()] + (try decisions()) + (try envelopes()) + (try signatures()) + jsonDocuments() + records()
        let costs = measure(operations, rounds: max(1, rounds), millisecondsEach: 20)
        for (operation, cost) in zip(operations, costs) {
            let columns = [
                operation.name, "\(Int(cost.nanoseconds.rounded()))", rounded(cost.nanoseconds / costs[0].nanoseconds),
                cost.allocations.map(rounded) ?? "-",
            ]
            print(columns.joined(separator: "\t"))
        }
    }

    private static func rounded(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
}

/// What the others are compared with, so that figures of different machines can be: texts made, sorted and let go, without
/// a line of ours that could become faster.
func reference() -> Operation {
    Operation("reference: 8 texts made and sorted") {
        let texts = (0..<8).map { "the text with the number \($0 ^ 5)" }
        return texts.sorted().last?.utf8.last == UInt8(ascii: "7")
    }
}
