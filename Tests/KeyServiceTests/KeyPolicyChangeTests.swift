import AWSJSON
import KMSModel
import KeyService
import Records
import Synchronization
import Testing

/// What is asked of a key policy before it is taken.
@Suite struct KeyPolicyChangeTests {
    private static let lockout = "The new key policy will not allow you to update the key policy in the future."

    @Test func nobodyLocksHimselfOutByMistake() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let policy = World.policy([World.statement("Allow", ["kms:*"], to: World.bob)])
        let request: [String: JSONValue] = ["KeyId": .string(key), "Policy": .string(policy)]
        try await world.expect(.malformedPolicyDocumentException, Self.lockout, .putKeyPolicy, request)
        try await world.expect(
            .malformedPolicyDocumentException, Self.lockout, .createKey, ["Policy": .string(policy)])
        try await world.ok(
            .putKeyPolicy, request.merging(["BypassPolicyLockoutSafetyCheck": .bool(true)]) { own, _ in own })
        #expect(try await !world.allows(.getKeyPolicy, ["KeyId": .string(key)], as: World.user))
        try await world.ok(.getKeyPolicy, ["KeyId": .string(key)], as: .user("bob"))
    }

    @Test func thePolicyMustLeaveTheAuthorAWayNotTheIdentityPolicies() async throws {
        let world = try await World()
        // He may create keys and nothing else; the policy leaves it to the account who may change it.
        let creator = Caller.user("bob", policies: [World.identityPolicy("Allow", "kms:CreateKey")])
        try await world.ok(.createKey, ["Policy": .string(World.keyPolicy())], as: creator)
    }

    @Test(arguments: [
        ("kms:EncryptionContext:team", "encryption context"), ("aws:RequestTag/team", "tag"),
        ("kms:EncryptionContextKeys", nil),
    ])
    func setOperatorsAreForKeysOfManyValues(key: String, what: String?) async throws {
        let world = try await World()
        let condition = #"{"ForAllValues:StringEquals":{"\#(key)":"red"}}"#
        let policy = World.keyPolicy(
            World.statement("Allow", ["kms:Encrypt"], to: World.bob, when: condition))
        guard let what else {
            try await world.ok(.createKey, ["Policy": .string(policy)])
            return
        }
        try await world.expect(
            .malformedPolicyDocumentException,
            "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches "
                + "requests without the specified \(what) or with an unspecified \(what). To fix, remove ForAllValues.",
            .createKey, ["Policy": .string(policy)])
    }

    @Test func principalsMustExist() async throws {
        let world = try await World(principals: Directory(known: [World.bob: "AIDABOB"]))
        let key = try await world.newKey()
        for (principal, isKnown) in [
            (World.bob, true), ("arn:aws:iam::111122223333:user/nobody", false), ("AIDAIOSFODNN7EXAMPLE1", false),
            ("arn:aws:iam::12:root", false), ("nobody", false),
        ] {
            let policy = World.keyPolicy(World.statement("Allow", ["kms:Encrypt"], to: principal))
            let request: [String: JSONValue] = ["KeyId": .string(key), "Policy": .string(policy)]
            if isKnown {
                try await world.ok(.putKeyPolicy, request)
            } else {
                try await world.expect(
                    .malformedPolicyDocumentException,
                    "Policy contains a statement with one or more invalid principals.", .putKeyPolicy, request)
            }
        }
    }

    @Test func aUserMadeAnewUnderAnOldNameIsAnotherOne() async throws {
        let directory = Directory(known: [World.bob: "AIDABOB"])
        let world = try await World(principals: directory)
        let policy = World.keyPolicy(World.statement("Allow", ["kms:DescribeKey"], to: World.bob))
        let key: JSONValue = .string(try await world.newKey(["Policy": .string(policy)]))
        try await world.ok(.describeKey, ["KeyId": key], as: .user("bob", id: "AIDABOB"))
        #expect(try await !world.allows(.describeKey, ["KeyId": key], as: .user("bob", id: "AIDAOTHER")))
    }

    @Test func aDeletedPrincipalShowsAsItsUniqueID() async throws {
        let directory = Directory(known: [World.bob: "AIDABOB"])
        let world = try await World(principals: directory)
        let policy = World.keyPolicy(World.statement("Allow", ["kms:DescribeKey"], to: World.bob))
        let key: JSONValue = .string(try await world.newKey(["Policy": .string(policy)]))
        #expect(try await world.ok(.getKeyPolicy, ["KeyId": key])["Policy"] == .string(policy))
        directory.known.withLock { $0 = [:] }
        let shown = policy.replacing("\"\(World.bob)\"", with: "\"AIDABOB\"")
        #expect(try await world.ok(.getKeyPolicy, ["KeyId": key])["Policy"] == .string(shown))
        directory.known.withLock { $0 = [World.bob: "AIDAOTHER"] }
        #expect(try await world.ok(.getKeyPolicy, ["KeyId": key])["Policy"] == .string(shown))
    }
}
