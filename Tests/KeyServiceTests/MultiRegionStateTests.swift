import AWSJSON
import KMSModel
import Testing

/// The columns of the developer guide's table of key states that only multi-Region keys have.
@Suite struct MultiRegionStateTests {
    enum State: String, CaseIterable, Sendable {
        case creating, updating
        case pendingReplicaDeletion = "pending replica deletion"
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var operation: KMSOperation
        var members: [String: JSONValue] = [:]
        /// The states in which the operation is refused.
        var refused: Set<State>

        var testDescription: String { operation.rawValue }
    }

    private static let cryptographic: Set<State> = [.creating, .pendingReplicaDeletion]

    static let rows: [Row] = [
        Row(operation: .encrypt, members: ["Plaintext": .blob("x")], refused: cryptographic),
        Row(operation: .generateDataKey, members: ["KeySpec": .string("AES_256")], refused: cryptographic),
        Row(
            operation: .generateDataKeyPair, members: ["KeyPairSpec": .string("ECC_NIST_P256")], refused: cryptographic),
        Row(operation: .enableKeyRotation, refused: cryptographic),
        Row(operation: .disableKeyRotation, refused: cryptographic),
        Row(operation: .rotateKeyOnDemand, refused: cryptographic),
        Row(operation: .replicateKey, members: ["ReplicaRegion": .string("eu-west-1")], refused: Set(State.allCases)),
        Row(operation: .updatePrimaryRegion, members: ["PrimaryRegion": .string("ap-south-1")], refused: cryptographic),
        Row(operation: .enableKey, refused: Set(State.allCases)),
        Row(operation: .disableKey, refused: Set(State.allCases)),
        Row(operation: .scheduleKeyDeletion, refused: [.updating, .pendingReplicaDeletion]),
        Row(
            operation: .updateKeyDescription, members: ["Description": .string("d")], refused: [.pendingReplicaDeletion]
        ),
        Row(operation: .tagResource, members: ["Tags": .tags([("a", "b")])], refused: [.pendingReplicaDeletion]),
        Row(operation: .putKeyPolicy, members: ["Policy": .string(PolicyTests.policy)], refused: []),
        Row(operation: .describeKey, refused: []), Row(operation: .getKeyRotationStatus, refused: []),
        Row(operation: .listKeyRotations, refused: []), Row(operation: .getKeyPolicy, refused: []),
    ]

    @Test(arguments: rows, State.allCases)
    func aStateAllowsWhatTheGuideSays(row: Row, state: State) async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1", "ap-south-1"])
        let region = try await enter(state, set)
        let request = set.keyID.with(row.members)
        guard row.refused.contains(state) else {
            try await set.world.ok(row.operation, request, in: region)
            return
        }
        try await set.world.expect(
            .kmsInvalidStateException, "\(set.arn(region)) is \(state.rawValue).", row.operation, request, in: region)
    }

    /// Brings a key of the set into a state.
    /// - Returns: its Region.
    private func enter(_ state: State, _ set: KeySet) async throws -> String {
        switch state {
        case .creating:
            try await set.replicate(to: "ca-central-1")
            return "ca-central-1"
        case .updating:
            try await set.world.ok(.updatePrimaryRegion, set.keyID.with(["PrimaryRegion": .string("us-east-1")]))
            return "us-east-1"
        case .pendingReplicaDeletion:
            try await set.world.ok(.scheduleKeyDeletion, set.keyID)
            return KeySet.home
        }
    }

    @Test(arguments: [State.creating, .updating])
    func deletionThatIsNotScheduledCannotBeCancelled(state: State) async throws {
        let set = try await KeySet(try await World(), replicas: ["us-east-1"])
        let region = try await enter(state, set)
        try await set.world.expect(
            .kmsInvalidStateException, "\(set.arn(region)) is not pending deletion.", .cancelKeyDeletion, set.keyID,
            in: region)
    }

    @Test func whatAKeyGoesThroughOutlivesNoDeletion() async throws {
        let set = try await KeySet(try await World())
        try await set.replicate(to: "us-east-1")
        try await set.world.ok(.scheduleKeyDeletion, set.keyID, in: "us-east-1")
        #expect(try await set.state("us-east-1") == "PendingDeletion")
        try await set.settle()
        try await set.world.ok(.cancelKeyDeletion, set.keyID, in: "us-east-1")
        #expect(try await set.state("us-east-1") == "Disabled")
    }
}
