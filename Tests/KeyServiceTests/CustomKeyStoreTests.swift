import AWSJSON
import KMSModel
import Testing

@Suite struct CustomKeyStoreTests {
    @Test func thereAreNone() async throws {
        let world = try await World()
        let answer = try await world.ok(.describeCustomKeyStores, ["Limit": .int(10)])
        #expect(answer["CustomKeyStores"] == .array([]))
        #expect(answer["Truncated"]?.bool == false)
        #expect(answer["NextMarker"] == nil)
    }

    @Test(arguments: [["CustomKeyStoreId": "cks-1234567890abcdef0"], ["CustomKeyStoreName": "store"]])
    func oneThatIsAskedForIsNotFound(members: [String: String]) async throws {
        let world = try await World()
        let error = try await world.refusal(.describeCustomKeyStores, members.mapValues { .string($0) })
        #expect(error?.code == .customKeyStoreNotFoundException)
        #expect(error?.message?.contains(members.values.first ?? "?") == true)
    }

    @Test(arguments: [
        KMSOperation.updateCustomKeyStore, .deleteCustomKeyStore, .connectCustomKeyStore, .disconnectCustomKeyStore,
    ])
    func whicheverIsNamedIsNotFound(operation: KMSOperation) async throws {
        let world = try await World()
        try await world.expect(
            .customKeyStoreNotFoundException, "There is no custom key store with the ID cks-1.", operation,
            ["CustomKeyStoreId": .string("cks-1")])
        #expect(try await world.refusal(operation)?.code == .validationException)
    }

    @Test func noneCanBeMadeYet() async throws {
        let world = try await World()
        try await world.expect(
            .unsupportedOperationException, "Trent does not implement custom key stores yet.", .createCustomKeyStore,
            ["CustomKeyStoreName": .string("store")])
        #expect(try await world.refusal(.createCustomKeyStore)?.code == .validationException)
    }

    @Test func anIDAndANameTogetherAreRefusedAndMarkersAreUnknown() async throws {
        let world = try await World()
        let both: [String: JSONValue] = ["CustomKeyStoreId": .string("cks-1"), "CustomKeyStoreName": .string("s")]
        #expect(try await world.refusal(.describeCustomKeyStores, both)?.code == .validationException)
        let marked = ["Marker": JSONValue.string("m")]
        #expect(try await world.refusal(.describeCustomKeyStores, marked)?.code == .invalidMarkerException)
    }
}
