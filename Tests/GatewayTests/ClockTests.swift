import AWSJSON
import Gateway
import Testing

@Suite("The clock of a signature") struct ClockTests {
    @Test("may be five minutes wrong either way", arguments: [-300, -299, 0, 299, 300] as [Int64])
    func mayBeWrong(_ seconds: Int64) async throws {
        let world = try await World()
        let response = await world.send(world.client.with { $0.epochSeconds += seconds }.kms())
        #expect(response.status == 200)
    }

    @Test(
        "may not be a second later or earlier than that",
        arguments: zip(
            [-301, 301] as [Int64],
            [
                "Signature expired: 20260102T025904Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)",
                "Signature not yet current: 20260102T030906Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)",
            ]))
    func mayNotBeMore(_ seconds: Int64, _ message: String) async throws {
        let world = try await World()
        let request = world.client.with { $0.epochSeconds += seconds }.kms()
        try await world.expect("InvalidSignatureException", message, request)
    }

    @Test("lets a recorded request in for five minutes and no longer") func letsReplayInForAWhile() async throws {
        let world = try await World()
        let recorded = world.client.kms()
        #expect(await world.send(recorded).status == 200)
        world.clock.set(milliseconds: (TestClock.startSeconds + 300) * 1000 + 999)
        #expect(await world.send(recorded).status == 200)
        world.clock.set(milliseconds: (TestClock.startSeconds + 301) * 1000)
        #expect(await world.send(recorded).json?["__type"]?.string == "InvalidSignatureException")
    }
}
