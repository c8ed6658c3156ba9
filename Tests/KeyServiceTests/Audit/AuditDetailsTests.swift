import AWSJSON
import AuditTrail
import KMSModel
import KeyService
import Testing

/// What each operation tells of itself, beside AWS's example for it.
@Suite struct AuditDetailsTests {
    private static let refused: Set<KMSOperation> = [
        .connectCustomKeyStore, .createCustomKeyStore, .deleteCustomKeyStore, .describeCustomKeyStores,
        .disconnectCustomKeyStore, .updateCustomKeyStore,
    ]

    @Test func everyOperationHasItsExample() {
        #expect(AuditExample.all.map(\.operation) == KMSOperation.allCases.sorted { $0.rawValue < $1.rawValue })
    }

    @Test(arguments: AuditExample.all)
    func theFieldsAreThoseOfTheExample(example: AuditExample) async throws {
        let scenario = try await AuditScenario.make(example.operation)
        let outcome = await scenario.world.outcome(example.operation, scenario.members)
        let isRefused = Self.refused.contains(example.operation)
        #expect((try? outcome.result.get()) == nil ? isRefused : !isRefused, "\(outcome.result)")
        let told = try AuditFields(outcome.details).fields
        let missing = example.fields.subtracting(told)
        let more = told.subtracting(example.fields).filter { !example.later.contains(String($0.dropFirst(2))) }
        #expect(missing.isEmpty && more.isEmpty, "missing: \(missing.sorted()), more: \(more.sorted())")
        #expect(outcome.details.isReadOnly == example.isReadOnly)
        let kinds = outcome.details.resources.map { $0.arn.contains(":alias/") ? "alias" : "key" }
        #expect(kinds == example.resources)
        #expect(outcome.details.resources.allSatisfy { $0.type == "AWS::KMS::Key" && $0.account == World.account })
        #expect(outcome.otherAccounts.isEmpty)
    }

    /// Plaintexts, ciphertexts, messages, signatures, key material and tokens of requests and answers.
    @Test(arguments: AuditExample.all)
    func nothingSecretIsTold(example: AuditExample) async throws {
        let scenario = try await AuditScenario.make(example.operation)
        let outcome = await scenario.world.outcome(example.operation, scenario.members)
        var told = [outcome.details] + outcome.companions.map(\.details)
        told.indices.forEach { told[$0].resources = [] }
        let text = told.flatMap { [$0.requestParameters, $0.responseElements, $0.additionalEventData] }
            .compactMap { $0.map { String(decoding: $0, as: UTF8.self) } }.joined(separator: "\n")
        let answer = try? JSONValue(parsing: outcome.result.get())
        for secret in Self.secrets(in: JSONValue.members(scenario.members)) + Self.secrets(in: answer ?? .object([])) {
            #expect(!text.contains(secret), "\(secret)")
        }
    }

    private static let secretMembers: Set<String> = [
        "Plaintext", "CiphertextBlob", "PrivateKeyPlaintext", "PrivateKeyCiphertextBlob", "PublicKey", "Message",
        "Signature", "Mac", "SharedSecret", "SharedSecretCiphertextBlob", "GrantToken", "ImportToken",
        "EncryptedKeyMaterial",
    ]

    private static func secrets(in value: JSONValue) -> [String] {
        (value.members ?? []).filter { secretMembers.contains($0.name) }.compactMap(\.value.string)
    }

    @Test func aRefusedCallTellsWhatItAskedAndTheKeyItFound() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let outcome = await world.outcome(
            .encrypt, ["KeyId": .string(key), "Plaintext": .blob("x")], as: .user("bob"))
        #expect((try? outcome.result.get()) == nil)
        let request = try JSONValue(parsing: try #require(outcome.details.requestParameters))
        #expect(request["keyId"]?.string == key)
        #expect(outcome.details.responseElements == nil)
        #expect(outcome.details.additionalEventData == nil)
        #expect(outcome.details.resources.map(\.arn) == [world.arn(key)])
        #expect(outcome.details.isReadOnly)
    }

    @Test func aBodyThatIsNoRequestTellsNothingButWhetherItWouldHaveChangedSomething() async throws {
        let world = try await World()
        let outcome = await world.outcome(.disableKey, ["KeyId": .int(7)])
        #expect(outcome.details == AuditDetails(isReadOnly: false))
    }

    @Test func theKeyOfAnotherAccountIsToldToWhomItLetsInAndToItsOwner() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let request: [String: JSONValue] = ["KeyId": .string(world.arn(key)), "Plaintext": .blob("x")]
        let before = await world.outcome(.encrypt, request, as: World.stranger)
        #expect(before.details.requestParameters != nil)
        #expect(before.details.resources.isEmpty)
        #expect(before.otherAccounts.isEmpty)
        let policy = World.keyPolicy(World.statement("Allow", ["kms:Encrypt"], to: World.stranger.arn))
        try await world.ok(.putKeyPolicy, ["KeyId": .string(key), "Policy": .string(policy)])
        let after = await world.outcome(.encrypt, request, as: World.stranger)
        _ = try after.result.get()
        #expect(after.details.resources.map(\.arn) == [world.arn(key)])
        #expect(after.otherAccounts.map(\.account) == [World.account])
    }

    @Test func bothRegionsTellOfANewPrimaryKeyAndOfAReplica() async throws {
        let moving = try await AuditScenario.make(.updatePrimaryRegion)
        let moved = await moving.world.outcome(.updatePrimaryRegion, moving.members)
        let record = try #require(moved.companions.first)
        #expect(moved.companions.count == 1 && record.eventName == "UpdatePrimaryRegion")
        #expect(record.region == "us-west-2" && !record.details.isReadOnly)
        let request = try JSONValue(parsing: try #require(record.details.requestParameters))
        #expect(request["keyId"]?.string?.contains(":us-west-2:") == true)
        #expect(request["primaryRegion"]?.string == "us-west-2")

        let copying = try await AuditScenario.make(.replicateKey)
        let copied = await copying.world.outcome(.replicateKey, copying.members)
        let creation = try #require(copied.companions.first)
        #expect(creation.eventName == "CreateKey" && creation.region == "us-west-2")
        #expect(creation.details.resources.map { $0.arn.contains(":us-west-2:") } == [true])
        let made = try JSONValue(parsing: try #require(creation.details.requestParameters))
        #expect(made["multiRegion"]?.bool == true)
    }
}
