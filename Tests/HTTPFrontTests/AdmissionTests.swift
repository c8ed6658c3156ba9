import NIOCore
import Testing

@testable import HTTPFront

/// A loop on which requests come and are handled at times that the test sets, in milliseconds.
private struct Turns {
    var admission = Admission()
    var now: Int64 = 1000
    private var microseconds: UInt64 = 0

    private var time: NIODeadline { .uptimeNanoseconds(UInt64(now) * 1_000_000 + microseconds * 1000) }

    /// A turn in which so many requests are read at once, and take so long each.
    /// - Returns: how many were handled.
    mutating func turn(_ requests: Int, each milliseconds: Int64) -> Int {
        for _ in 0..<requests { admission.requestCame(at: time) }
        var handled = 0
        for _ in 0..<requests {
            if admission.requestBegins(at: time) {
                handled += 1
                now += milliseconds
            } else {
                admission.requestRefused(at: time)
            }
        }
        return handled
    }

    /// A turn whose requests take a tenth of a millisecond each.
    mutating func quickTurn(_ requests: Int) -> Int {
        for _ in 0..<requests { admission.requestCame(at: time) }
        var handled = 0
        for _ in 0..<requests {
            if admission.requestBegins(at: time) {
                handled += 1
                microseconds += 100
            } else {
                admission.requestRefused(at: time)
            }
        }
        return handled
    }
}

struct AdmissionTests {
    private let many = 100

    @Test func `turns in time are handled whole, however many there are`() {
        var turns = Turns()
        for _ in 0..<1000 { #expect(turns.turn(21, each: 1) == 21) }
        #expect(!turns.admission.isOverloaded)
    }

    @Test func `a burst is worked off`() {
        var turns = Turns()
        #expect(turns.turn(many, each: 1) == many)
        #expect(turns.turn(10, each: 1) == 10)
        #expect(turns.turn(many, each: 1) == many)
        #expect(!turns.admission.isOverloaded)
    }

    @Test func `bursts with pauses between them are worked off`() {
        var turns = Turns()
        for _ in 0..<100 {
            #expect(turns.turn(30, each: 1) == 30)
            turns.now += 20
        }
    }

    @Test func `turns that are late for an interval are an overload, and then end in time`() {
        var turns = Turns()
        #expect(turns.turn(50, each: 1) == 50)
        #expect(turns.turn(49, each: 1) == 49)
        #expect(!turns.admission.isOverloaded)
        #expect(turns.turn(many, each: 1) == 32)
        #expect(turns.admission.isOverloaded)
        for _ in 0..<100 { #expect(turns.turn(many, each: 1) == 32) }
    }

    @Test func `a single turn that lasts longer than the interval becomes an overload`() {
        var turns = Turns()
        #expect(turns.turn(1000, each: 1) == 100)
        #expect(turns.admission.isOverloaded)
    }

    @Test func `an overload ends after an interval of turns in time, and not before`() {
        var turns = Turns()
        _ = turns.turn(1000, each: 1)
        for _ in 0..<9 {
            #expect(turns.turn(10, each: 1) == 10)
            #expect(turns.admission.isOverloaded)
        }
        // A turn that is late begins the interval anew.
        #expect(turns.turn(many, each: 1) == 32)
        for _ in 0..<11 {
            #expect(turns.turn(10, each: 1) == 10)
            #expect(turns.admission.isOverloaded)
        }
        #expect(turns.turn(10, each: 1) == 10)
        #expect(!turns.admission.isOverloaded)
    }

    @Test func `an overload ends although turns are refused a part, if they would not have been late`() {
        var turns = Turns()
        _ = turns.turn(1000, each: 1)
        for _ in 0..<14 { #expect(turns.quickTurn(190) < 190) }
        #expect(turns.quickTurn(190) == 190)
        #expect(!turns.admission.isOverloaded)
    }

    @Test func `an overload goes on as long as turns would be late`() {
        var turns = Turns()
        _ = turns.turn(1000, each: 1)
        for _ in 0..<100 { #expect(turns.quickTurn(210) < 210) }
        #expect(turns.admission.isOverloaded)
    }

    @Test func `some of those that are exempt are handled in a turn`() {
        var turns = Turns()
        let handled = (0..<100).map { _ in turns.admission.exempts() }
        #expect(handled == Array(repeating: true, count: 8) + Array(repeating: false, count: 92))
        turns.now += 1
        _ = turns.turn(1, each: 0)
        #expect(turns.admission.exempts() == true)
    }

    @Test func `an overload ends with a pause`() {
        var turns = Turns()
        _ = turns.turn(1000, each: 1)
        turns.now += 100
        #expect(turns.turn(many, each: 1) == many)
    }

    @Test func `a pause of the machine with few waiting refuses none`() {
        var turns = Turns()
        for _ in 0..<20 { #expect(turns.turn(32, each: 50) == 32) }
    }

    @Test func `requests that follow on one another's answers are of the same turn`() {
        // As pipelined ones do: the loop does not look for others meanwhile.
        var turns = Turns()
        for _ in 0..<40 { turns.admission.requestCame(at: .uptimeNanoseconds(1_000_000_000)) }
        var handled = 0
        for millisecond in 1000..<2000 as Range<UInt64> {
            let now = NIODeadline.uptimeNanoseconds(millisecond * 1_000_000)
            if turns.admission.requestBegins(at: now) { handled += 1 }
            turns.admission.requestCame(at: now)
        }
        #expect(handled == 100)
    }
}
