import AWSJSON
import KMSModel
import KeyCrypto
import KeyService
import RecordStoreContract
import Testing

/// The wrapping key and its token belong to one key, one another, and one day.
@Suite struct ImportTokenTests {
    private static let day = 86_400.0

    @Test(arguments: [("RSA_2048", 2048), ("RSA_3072", 3072), ("RSA_4096", 4096)])
    func aTokenFitsIntoTheRequestItIsFor(spec: String, bits: Int) async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let parameters = try await world.parameters(key, spec: spec)
        #expect(parameters.token.count <= 6144)
        #expect(try parameters.wrapped(material(1)).count == bits / 8)
        try await world.ok(.importKeyMaterial, world.importRequest(material(1), into: key, with: parameters))
    }

    @Test func eachAnswerHasAWrappingKeyOfItsOwn() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let one = try await world.parameters(key)
        let other = try await world.parameters(key)
        #expect(one.wrappingKey != other.wrappingKey)
        var mixed = one
        mixed.wrappingKey = other.wrappingKey
        try await world.expect(
            .invalidCiphertextException, nil, .importKeyMaterial,
            world.importRequest(material(1), into: key, with: mixed))
    }

    @Test func theAnswerSaysUntilWhenAndWhichKey() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let answer = try await world.ok(
            .getParametersForImport,
            [
                "KeyId": .string(world.arn(key)), "WrappingAlgorithm": .string("RSAES_OAEP_SHA_1"),
                "WrappingKeySpec": .string("RSA_2048"),
            ])
        #expect(answer["KeyId"]?.string == world.arn(key))
        #expect(answer["ParametersValidTo"]?.double == 1_700_000_000 + Self.day)
    }

    @Test(arguments: [(86_399, nil), (86_400, .expiredImportTokenException)] as [(Int64, KMSErrorCode?)])
    func aTokenIsGoodForADay(seconds: Int64, code: KMSErrorCode?) async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let request = try world.importRequest(material(1), into: key, with: await world.parameters(key))
        world.clock.advance(seconds: seconds)
        #expect(try await world.answer(.importKeyMaterial, request).error?.code == code)
    }

    @Test func aTokenIsOfNoUseForAnotherKeyOrRegionOrAccount() async throws {
        let world = try await World()
        let region = "us-east-1"
        let parameters = try await world.parameters(world.newExternalKey())
        let other = try await world.newExternalKey()
        let elsewhere = try await world.newExternalKey(in: region)
        // There, no token was made yet.
        for _ in 1...2 {
            try await world.expect(
                .invalidImportTokenException, nil, .importKeyMaterial,
                world.importRequest(material(1), into: elsewhere, with: parameters), in: region)
            _ = try await world.parameters(elsewhere, in: region)
        }
        try await world.expect(
            .invalidImportTokenException, nil, .importKeyMaterial,
            world.importRequest(material(1), into: other, with: parameters))
        let created = try await world.ok(.createKey, ["Origin": .string("EXTERNAL")], as: World.stranger)
        let foreign = try #require(created["KeyMetadata"]?["KeyId"]?.string)
        try await world.expect(
            .invalidImportTokenException, nil, .importKeyMaterial,
            world.importRequest(material(1), into: foreign, with: parameters), as: World.stranger)
    }

    @Test func aTokenWithAnyBitChangedIsRefused() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let parameters = try await world.parameters(key)
        var request = try world.importRequest(material(1), into: key, with: parameters)
        let header = Array(0..<60)
        let rest = stride(from: 60, to: parameters.token.count, by: 41)
        for (number, index) in (header + rest + [parameters.token.count - 1]).enumerated() {
            var token = parameters.token
            token[index] ^= 1 << UInt8(number % 8)
            request["ImportToken"] = .bytes(token)
            try await world.expect(.invalidImportTokenException, nil, .importKeyMaterial, request)
        }
        for length in [1, 3, 11, 12, 55, parameters.token.count - 1] {
            request["ImportToken"] = .bytes(Array(parameters.token.prefix(length)))
            try await world.expect(.invalidImportTokenException, nil, .importKeyMaterial, request)
        }
        request["ImportToken"] = .bytes(parameters.token + [0])
        try await world.expect(.invalidImportTokenException, nil, .importKeyMaterial, request)
        request["ImportToken"] = .bytes(parameters.token)
        try await world.ok(.importKeyMaterial, request)
    }

    @Test func whatIsNotWrappedSoIsRefused() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let parameters = try await world.parameters(key)
        var other = parameters
        other.algorithm = .rsaesOaepSha1
        let good = try parameters.wrapped(material(1))
        var altered = good
        altered[7] ^= 1
        let request = try world.importRequest(material(1), into: key, with: parameters)
        for wrapped in [try other.wrapped(material(1)), altered, Array(good.dropLast()), good + [0], material(1)] {
            try await world.expect(
                .invalidCiphertextException, nil, .importKeyMaterial,
                request.with(["EncryptedKeyMaterial": .bytes(wrapped)]))
        }
        #expect(try await world.state(key) == "PendingImport")
    }

    /// Of two servers, one makes the token and the other takes it.
    @Test func anyServerOfTheStoreTakesAToken() async throws {
        let world = try await World()
        let other = KeyService(store: world.sealed, clock: world.clock, randomness: SeededRandomness(seed: 2))
        // From here on, each hears of what the other changes.
        _ = try await world.service.housekeep()
        let key = try await world.newExternalKey()
        let request = try world.importRequest(material(1), into: key, with: await world.parameters(key))
        let body = JSONValue.object(request.map { .init($0.key, $0.value) }).encoded
        let outcome = await other.perform(.importKeyMaterial, body: body, caller: World.user, region: World.region)
        _ = try outcome.result.get()
        _ = try await world.service.housekeep()
        #expect(try await world.state(key) == "Enabled")
    }

    @Test func tokensMadeAtOnceAreAllGood() async throws {
        let world = try await World()
        let key = try await world.newExternalKey()
        let all = try await withThrowingTaskGroup(of: ImportParameters.self) { group in
            for _ in 0..<4 { group.addTask { try await world.parameters(key) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for parameters in all {
            try await world.ok(.importKeyMaterial, world.importRequest(material(1), into: key, with: parameters))
        }
    }
}
