import AWSJSON
import KMSModel
import KeyService
import Testing

/// Many callers at once: every acknowledged change is there, and none undoes another.
@Suite struct ConcurrencyTests {
    @Test func noTagIsLostWhenManyAreSetAtOnce() async throws {
        let world = try await World()
        let key = try await world.newKey()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let tags = JSONValue.tags([("k\(number)", "v")])
                    try await world.ok(.tagResource, ["KeyId": .string(key), "Tags": tags])
                }
            }
            try await group.waitForAll()
        }
        let tags = try await world.ok(.listResourceTags, ["KeyId": .string(key)])["Tags"]?.elements
        #expect(Set(tags?.compactMap { $0["TagKey"]?.string } ?? []) == Set((0..<40).map { "k\($0)" }))
    }

    @Test func rotationsAtOnceAllCountAndAllMaterialsDecrypt() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let blobs = try await withThrowingTaskGroup(of: JSONValue.self) { group in
            for _ in 0..<25 {
                group.addTask {
                    try await world.ok(.rotateKeyOnDemand, ["KeyId": .string(key)])
                    return try await world.encrypt("x", key)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for blob in blobs { try await world.ok(.decrypt, ["CiphertextBlob": blob]) }
        let rotations = try await world.ok(.listKeyRotations, ["KeyId": .string(key)])["Rotations"]?.elements
        #expect(rotations?.count == 25)
        #expect(try await world.refusal(.rotateKeyOnDemand, ["KeyId": .string(key)])?.code == .limitExceededException)
    }

    @Test func ofManyWhoMakeTheSameAliasOneSucceeds() async throws {
        let world = try await World()
        let key = try await world.newKey()
        let codes = await withTaskGroup(of: KMSErrorCode?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let outcome = await world.outcome(
                        .createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
                    guard case .failure(let error) = outcome.result else { return nil }
                    return error.code
                }
            }
            return await group.reduce(into: [KMSErrorCode?]()) { $0.append($1) }
        }
        #expect(codes.filter { $0 == nil }.count == 1)
        #expect(codes.filter { $0 == .alreadyExistsException }.count == 19)
    }

    @Test func aKeyIsUsedWhileItChanges() async throws {
        let world = try await World(cacheCapacity: 2)
        let key = try await world.newKey()
        let blob = try await world.encrypt("x", key)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    if number.isMultiple(of: 10) {
                        try await world.ok(
                            .updateKeyDescription, ["KeyId": .string(key), "Description": .string("\(number)")])
                    }
                    try await world.ok(.decrypt, ["CiphertextBlob": blob])
                }
            }
            try await group.waitForAll()
        }
    }
}
