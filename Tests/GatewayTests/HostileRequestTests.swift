import Gateway
import RecordStoreContract
import Testing

@Suite("A hostile request") struct HostileRequestTests {
    @Test(
        "is refused, and nothing else comes of it",
        arguments: [AuthenticationMode.signed, .development(defaultAccount: "000000000000")])
    func isRefused(_ mode: AuthenticationMode) async throws {
        let world = try await World(mode)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<1000 {
            let form = "Action=GetCallerIdentity&Version=2011-06-15&Name=%41+b"
            let request = Bool.random(using: &generator) ? world.client.kms() : world.client.sts(form)
            let response = await world.send(Self.distorted(request, using: &generator))
            #expect((200..<500).contains(response.status))
            #expect(response.header("x-amzn-RequestId") != nil)
        }
        #expect(world.observer.calls.count == 1000)
        #expect(world.observer.calls.allSatisfy { $0.cause == nil })
    }

    private static func distorted(_ request: WireRequest, using generator: inout SeededGenerator) -> WireRequest {
        request.with { request in
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let index = Int.random(in: 0..<request.headers.count, using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: request.headers.remove(at: index)
                case 1: request.headers.append(request.headers[index])
                case 2: distort(&request.path, using: &generator)
                case 3: distort(&request.query, using: &generator)
                case 4: request.body = bytes(distorted: request.body, using: &generator)
                default: distort(&request.headers[index].value, using: &generator)
                }
            }
        }
    }

    private static func distort(_ text: inout String, using generator: inout SeededGenerator) {
        text = String(decoding: bytes(distorted: Array(text.utf8), using: &generator), as: UTF8.self)
    }

    /// Bytes with some more, fewer or others at one place.
    private static func bytes(distorted bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        let start = Int.random(in: 0...bytes.count, using: &generator)
        let end = Int.random(in: start...min(bytes.count, start + 4), using: &generator)
        let other = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        return Array(bytes[..<start]) + other + Array(bytes[end...])
    }
}
