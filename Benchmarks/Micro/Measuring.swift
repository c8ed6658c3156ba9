import AllocationCount

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One operation that is measured.
struct Operation {
    /// Without spaces at its ends or tabs, as it stands in the figures that are checked in.
    var name: String
    /// Does it so many times, and ends the process if it did not do what it should.
    var body: (_ times: Int) -> Void

    /// `body`: does it once. False ends the process: then something else was measured.
    init(_ name: String, _ body: @escaping () throws -> Bool) {
        self.name = name
        self.body = { times in
            for _ in 0..<times {
                guard (try? body()) == true else { fatalError("\(name) did not do what it is measured for") }
            }
        }
    }
}

/// What an operation costs, on one thread.
struct Cost {
    /// Of the thread's own CPU time: what other processes take does not count.
    var nanoseconds = Double.infinity
    /// Requests for memory; nil where they can't be counted.
    var allocations: Double?
}

/// The best of several rounds. In a round all operations have their turn, so that a bad moment spoils one round of many.
func measure(_ operations: [Operation], rounds: Int, millisecondsEach: Int) -> [Cost] {
    var costs = operations.map { _ in Cost() }
    let times = operations.map { timesTaking(milliseconds: millisecondsEach, $0) }
    for _ in 0..<rounds {
        for (index, operation) in operations.enumerated() {
            let allocated = allocation_count()
            let start = threadNanoseconds()
            operation.body(times[index])
            let nanoseconds = Double(threadNanoseconds() - start) / Double(times[index])
            costs[index].nanoseconds = min(costs[index].nanoseconds, nanoseconds)
            guard allocated >= 0 else { continue }
            // In all rounds the same, but for what grew once and stays.
            costs[index].allocations = Double(allocation_count() - allocated) / Double(times[index])
        }
    }
    return costs
}

/// How many times an operation is to be done to take about so long.
private func timesTaking(milliseconds: Int, _ operation: Operation) -> Int {
    var times = 1
    while true {
        let start = threadNanoseconds()
        operation.body(times)
        let taken = threadNanoseconds() - start
        if taken * 10 >= Int64(milliseconds) * 1_000_000 {
            return max(1, Int(Double(times) * Double(milliseconds) * 1e6 / Double(taken)))
        }
        times *= 2
    }
}

private func threadNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
