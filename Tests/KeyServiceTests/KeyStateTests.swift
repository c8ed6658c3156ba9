import AWSJSON
import KMSModel
import Testing

/// The table of the developer guide's page on key states, for the states that keys can have so far.
@Suite struct KeyStateTests {
    enum Refusal: Sendable { case none, disabled, pendingDeletion, notPendingDeletion }

    struct Row: Sendable, CustomTestStringConvertible {
        var operation: KMSOperation
        var members: [String: JSONValue]
        var enabled: Refusal
        var disabled: Refusal
        var pending: Refusal

        init(
            _ operation: KMSOperation, with members: [String: JSONValue] = [:], _ enabled: Refusal, _ disabled: Refusal,
            _ pending: Refusal
        ) {
            self.operation = operation
            self.members = members
            self.enabled = enabled
            self.disabled = disabled
            self.pending = pending
        }

        var testDescription: String { operation.rawValue }
    }

    static let rows: [Row] = [
        Row(.encrypt, with: ["Plaintext": .blob("x")], .none, .disabled, .pendingDeletion),
        Row(.decrypt, .none, .disabled, .pendingDeletion),
        Row(.reEncrypt, .none, .disabled, .pendingDeletion),
        Row(.generateDataKey, with: ["NumberOfBytes": .int(16)], .none, .disabled, .pendingDeletion),
        Row(.generateDataKeyWithoutPlaintext, with: ["NumberOfBytes": .int(16)], .none, .disabled, .pendingDeletion),
        Row(.createAlias, .none, .none, .pendingDeletion),
        Row(.updateAlias, .none, .none, .pendingDeletion),
        Row(.deleteAlias, .none, .none, .none),
        Row(.listAliases, .none, .none, .none),
        Row(.tagResource, with: ["Tags": .tags([("a", "b")])], .none, .none, .pendingDeletion),
        Row(.untagResource, with: ["TagKeys": .array([.string("a")])], .none, .none, .pendingDeletion),
        Row(.listResourceTags, .none, .none, .none),
        Row(.updateKeyDescription, with: ["Description": .string("d")], .none, .none, .pendingDeletion),
        Row(.describeKey, .none, .none, .none),
        Row(.getKeyPolicy, .none, .none, .none),
        Row(.putKeyPolicy, with: ["Policy": .string(PolicyTests.policy)], .none, .none, .none),
        Row(.listKeyPolicies, .none, .none, .none),
        Row(.enableKey, .none, .none, .pendingDeletion),
        Row(.disableKey, .none, .none, .pendingDeletion),
        Row(.enableKeyRotation, .none, .disabled, .pendingDeletion),
        Row(.disableKeyRotation, .none, .disabled, .pendingDeletion),
        Row(.rotateKeyOnDemand, .none, .disabled, .pendingDeletion),
        Row(.getKeyRotationStatus, .none, .none, .none),
        Row(.listKeyRotations, .none, .none, .none),
        Row(.scheduleKeyDeletion, .none, .none, .pendingDeletion),
        Row(.cancelKeyDeletion, .notPendingDeletion, .notPendingDeletion, .none),
    ]

    @Test(arguments: rows)
    func aStateAllowsWhatTheGuideSays(row: Row) async throws {
        try await check(row, row.enabled) { _, _ in }
        try await check(row, row.disabled) { world, key in try await world.ok(.disableKey, ["KeyId": .string(key)]) }
        try await check(row, row.pending) { world, key in
            try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        }
    }

    private func check(
        _ row: Row, _ refusal: Refusal, enter: (World, String) async throws -> Void
    ) async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", key)
        for (alias, target) in [("alias/of-key", key), ("alias/of-other", other)] {
            try await world.ok(.createAlias, ["AliasName": .string(alias), "TargetKeyId": .string(target)])
        }
        try await enter(world, key)
        let members = row.members.merging(subject(row.operation, key, other, blob)) { own, _ in own }
        let arn = world.arn(key)
        switch refusal {
        case .none: try await world.ok(row.operation, members)
        case .disabled:
            try await world.expect(.disabledException, "\(arn) is disabled.", row.operation, members)
        case .pendingDeletion:
            try await world.expect(.kmsInvalidStateException, "\(arn) is pending deletion.", row.operation, members)
        case .notPendingDeletion:
            try await world.expect(.kmsInvalidStateException, "\(arn) is not pending deletion.", row.operation, members)
        }
    }

    private func subject(
        _ operation: KMSOperation, _ key: String, _ other: String, _ blob: JSONValue
    ) -> [String: JSONValue] {
        switch operation {
        case .decrypt: ["CiphertextBlob": blob]
        case .reEncrypt: ["CiphertextBlob": blob, "DestinationKeyId": .string(other)]
        case .createAlias: ["AliasName": .string("alias/new"), "TargetKeyId": .string(key)]
        case .updateAlias: ["AliasName": .string("alias/of-other"), "TargetKeyId": .string(key)]
        case .deleteAlias: ["AliasName": .string("alias/of-key")]
        default: ["KeyId": .string(key)]
        }
    }

    @Test func anAliasMayLeaveAKeyThatIsPendingDeletion() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
        try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        try await world.ok(.updateAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(other)])
    }

    @Test func reEncryptAsksForTheStateOfBothKeys() async throws {
        let world = try await World()
        let (key, other) = (try await world.newKey(), try await world.newKey())
        let blob = try await world.encrypt("x", key)
        try await world.ok(.disableKey, ["KeyId": .string(other)])
        try await world.expect(
            .disabledException, "\(world.arn(other)) is disabled.", .reEncrypt,
            ["CiphertextBlob": blob, "DestinationKeyId": .string(other)])
    }
}
