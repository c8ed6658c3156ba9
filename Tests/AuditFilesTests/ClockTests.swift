import AuditTrail
import Testing

@testable import AuditFiles

/// Clocks that are wrong.
@Suite struct ClockTests {
    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    private static let year = 365 * day

    @Test func digestsGoOnBeforeThoseOfAClockThatWasFarAhead() {
        var times = DigestTimes()
        for end: Int64 in [1, 2, 3] { times.take(end: Self.year + end * Self.hour) }
        let (last, ahead) = (Self.year + 3 * Self.hour, 3 * Self.year)
        #expect(times.start(end: last, oldest: 0, follows: true) == nil)
        #expect(times.start(end: ahead, oldest: 0, follows: true) == last)
        for end: Int64 in [0, 1, 2] { times.take(end: ahead + end * Self.hour) }
        #expect(times.start(end: last + Self.hour, oldest: ahead, follows: true) == last)
        times.take(end: last + Self.hour)
        #expect(times.start(end: last + Self.hour, oldest: 0, follows: true) == nil)
        #expect(times.start(end: last + 2 * Self.hour, oldest: 0, follows: true) == last + Self.hour)
        // When the time has come there, they wait for its end.
        for end: Int64 in [-1, 0, 2] {
            #expect(times.start(end: ahead + end * Self.hour, oldest: 0, follows: true) == nil)
        }
        #expect(times.start(end: ahead + 3 * Self.hour, oldest: 0, follows: true) == ahead + 2 * Self.hour)
    }

    @Test func digestsWaitForAClockThatGoesBackALittle() {
        var times = DigestTimes()
        times.take(end: Self.year)
        #expect(times.start(end: Self.year - 3 * Self.hour, oldest: 0, follows: true) == nil)
        let before = Self.year - 2 * Self.day
        #expect(times.start(end: before, oldest: Self.year, follows: true) == before - Self.hour)
        #expect(times.start(end: 0, oldest: Self.year, follows: true) == nil)
    }

    @Test func aChainThatBeginsDoesNotReachBehindTheLastDigest() {
        var times = DigestTimes()
        times.take(end: Self.year)
        #expect(times.start(end: Self.year, oldest: Self.year - 1, follows: false) == nil)
        let next = Self.year + Self.hour
        #expect(times.start(end: next, oldest: Self.year - 1, follows: false) == Self.year)
        #expect(times.start(end: next + Self.hour, oldest: next, follows: false) == next)
        #expect(times.start(end: next, oldest: next, follows: false) == nil)
        // A record of a clock that was set back since.
        #expect(times.start(end: next, oldest: 2 * Self.year, follows: false) == Self.year)
    }

    @Test func periodsAreBounded() {
        var times = DigestTimes()
        for number in (1...40).reversed() { times.take(end: Int64(number) * Self.year) }
        #expect(times.periods.count <= 8)
        #expect(times.start(end: 50 * Self.year, oldest: 0, follows: true) == 40 * Self.year)
    }

    @Test func aClockThatGoesFarAheadIsBelievedAfterADay() {
        var time = BelievedTime()
        #expect(time.time(clock: Self.year) == nil)
        for hour in 0..<48 { time.take(digestEnd: Int64(hour) * Self.hour) }
        let last = 47 * Self.hour
        #expect(time.time(clock: last + 5 * Self.hour) == last + 5 * Self.hour)
        #expect(time.time(clock: Self.year) == last)
        for hour in 0..<24 {
            time.take(digestEnd: Self.year + Int64(hour) * Self.hour)
            #expect(time.time(clock: Self.year + Int64(hour) * Self.hour) == last)
        }
        var other = time
        time.take(digestEnd: Self.year + 24 * Self.hour)
        #expect(time.time(clock: Self.year + Self.day) == Self.year + Self.day)
        other.take(digestEnd: last + Self.hour)
        #expect(other.time(clock: last + Self.hour) == last + Self.hour)
    }

    @Test func digestsGoOnAndNothingIsRemovedWhenTheClockIsSetRight() async throws {
        let world = World(options: TrailOptions(retention: 30 * Self.day))
        let trail = try world.open()
        var event = 0
        func hours(_ count: Int) async throws {
            for _ in 0..<count {
                try await trail.append([world.entry(2 * event)])
                event += 1
                world.clock.advance(minutes: 60)
                await trail.tick(trails: [])
                #expect(trail.statistics.errors == [])
            }
        }
        try await hours(3)
        world.clock.advance(minutes: 366 * 24 * 60)
        try await hours(5)
        world.clock.advance(minutes: -(366 * 24 + 5) * 60)
        try await hours(3)
        #expect(try world.counts().count == 11)
        let last = try #require(trail.statistics.lastDigest)
        let now = world.clock.nowMilliseconds()
        #expect(last == now - now % Self.hour)
        #expect(try world.verified().findings == [])
        try await trail.close()
        // The journal tells it all.
        let again = try world.open()
        try await again.append([world.entry(100)])
        world.clock.advance(minutes: 60)
        await again.tick(trails: [])
        #expect(again.statistics.lastDigest == last + Self.hour)
        #expect(try world.counts().count == 12)
        #expect(try world.verified().findings == [])
    }

    /// Files that seem to be from later are as old as what comes behind them.
    @Test func filesOfAClockThatWasAheadDoNotStayForever() async throws {
        let world = World(options: TrailOptions(retention: 3 * Self.day))
        let trail = try world.open()
        func hour(_ event: Int) async throws {
            try await trail.append([world.entry(event)])
            world.clock.advance(minutes: 60)
            await trail.tick(trails: [])
        }
        try await hour(0)
        world.clock.advance(minutes: 366 * 24 * 60)
        try await hour(2)
        world.clock.advance(minutes: -(366 * 24 + 1) * 60)
        for event in 2..<(24 * 5) { try await hour(2 * event) }
        let counts = try world.counts()
        #expect(counts[0] == nil && counts[2] == nil)
        #expect(counts.count < 24 * 4)
        #expect(try world.verified().findings == [])
    }
}
