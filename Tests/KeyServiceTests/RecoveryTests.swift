import AWSJSON
import KMSModel
import Records
import Testing

@testable import KeyService

@Suite struct RecoveryTests {
    @Test func aKeyThatLetsNobodyInGetsItsDefaultPolicyBack() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let closed = World.policy([World.statement("Allow", ["kms:*"], to: World.bob)])
        try await world.ok(
            .putKeyPolicy,
            [
                "KeyId": .string(key), "Policy": .string(closed), "BypassPolicyLockoutSafetyCheck": .bool(true),
            ])
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: World.user))
        #expect(try await world.service.recover(keyARN: world.arn(key)) == closed)
        try await world.ok(.describeKey, ["KeyId": .string(key)])
        #expect(try await !world.allows(.describeKey, ["KeyId": .string(key)], as: .user("bob")))
    }

    @Test(arguments: ["", "nonsense", "arn:aws:kms:eu-central-1:111122223333:alias/a"])
    func whatIsNoKeyIsNotRecovered(arn: String) async throws {
        let world = try await World()
        #expect(try await world.service.recover(keyARN: arn) == nil)
    }
}
