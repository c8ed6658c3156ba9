import AWSJSON
import KMSModel
import KeyService
import Testing

@Suite struct SigningTests {
    /// Which form of message an algorithm takes, with one of the right length.
    private static func messages(_ algorithm: String) -> [(type: String, bytes: [UInt8])] {
        let raw = ("RAW", Array("a message".utf8))
        switch algorithm {
        case "ML_DSA_SHAKE_256": return [raw]
        case "ED25519_SHA_512": return [raw]
        case "ED25519_PH_SHA_512": return [("DIGEST", [UInt8](repeating: 3, count: 64))]
        default:
            let bits = algorithm == "SM2DSA" ? 256 : Int(algorithm.suffix(3)) ?? 0
            return [raw, ("DIGEST", [UInt8](repeating: 5, count: bits / 8))]
        }
    }

    @Test(arguments: KeyKind.signing)
    func whatSignMakesVerifyAcceptsAndNothingElse(kind: KeyKind) async throws {
        let world = try await World()
        let key = try await world.newKey(kind)
        for algorithm in kind.algorithms.names {
            for message in Self.messages(algorithm) {
                let request: [String: JSONValue] = [
                    "KeyId": .string(key), "Message": .bytes(message.bytes), "MessageType": .string(message.type),
                    "SigningAlgorithm": .string(algorithm),
                ]
                let signed = try await world.ok(.sign, request, in: kind.region)
                #expect(signed["SigningAlgorithm"]?.string == algorithm)
                let signature = try #require(signed["Signature"])
                let verification = request.with(["Signature": signature])
                let verified = try await world.ok(.verify, verification, in: kind.region)
                #expect(verified["SignatureValid"]?.bool == true)
                var other = message.bytes
                other[0] ^= 1
                var forged = try #require(signature.bytes)
                forged[forged.count / 2] ^= 1
                for change: [String: JSONValue] in [
                    ["Message": .bytes(other)], ["Signature": .bytes(forged)], ["Signature": .bytes([0x30])],
                ] {
                    try await world.expect(
                        .kmsInvalidSignatureException, nil, .verify, verification.with(change), in: kind.region)
                }
            }
        }
    }

    @Test(arguments: [
        ("RSA_2048", "RSASSA_PSS_SHA_256", 31), ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_384", 32),
        ("ECC_NIST_P521", "ECDSA_SHA_512", 65), ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", 63),
    ])
    func aDigestOfAnotherLengthIsRefused(spec: String, algorithm: String, count: Int) async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: spec, usage: "SIGN_VERIFY"))
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Message": .bytes([UInt8](repeating: 1, count: count)),
            "MessageType": .string("DIGEST"), "SigningAlgorithm": .string(algorithm),
        ]
        let message = "Digest is invalid length for algorithm \(algorithm)."
        try await world.expect(.validationException, message, .sign, request)
        try await world.expect(.validationException, message, .verify, request.with(["Signature": .bytes([1])]))
    }

    @Test(arguments: [
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "DIGEST"), ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", "RAW"),
        ("ML_DSA_44", "ML_DSA_SHAKE_256", "DIGEST"), ("ECC_NIST_P256", "ECDSA_SHA_256", "EXTERNAL_MU"),
    ])
    func aFormOfMessageThatTheAlgorithmDoesNotTakeIsRefused(
        spec: String, algorithm: String, type: String
    ) async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: spec, usage: "SIGN_VERIFY"))
        let error = try await world.refusal(
            .sign,
            [
                "KeyId": .string(key), "Message": .bytes([UInt8](repeating: 1, count: 64)),
                "MessageType": .string(type), "SigningAlgorithm": .string(algorithm),
            ])
        #expect(error?.code == .validationException)
    }

    @Test func anExternalMuHas64BytesAndIsSigned() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: "ML_DSA_65", usage: "SIGN_VERIFY"))
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "MessageType": .string("EXTERNAL_MU"),
            "SigningAlgorithm": .string("ML_DSA_SHAKE_256"),
        ]
        try await world.expect(
            .validationException, "Digest is invalid length for algorithm ML_DSA_SHAKE_256.", .sign,
            request.with(["Message": .bytes([UInt8](repeating: 9, count: 63))]))
        let signed = try await world.ok(.sign, request.with(["Message": .bytes([UInt8](repeating: 9, count: 64))]))
        #expect(signed["Signature"]?.bytes?.count == 3309)
    }

    @Test func usageComesBeforeStateAndStateBeforeAlgorithm() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: "RSA_2048", usage: "ENCRYPT_DECRYPT"))
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "Message": .blob("x"), "SigningAlgorithm": .string("ECDSA_SHA_256"),
        ]
        let usage = "\(world.arn(key)) key usage is ENCRYPT_DECRYPT which is not valid for Sign."
        try await world.expect(.invalidKeyUsageException, usage, .sign, request)
        try await world.ok(.disableKey, ["KeyId": .string(key)])
        try await world.expect(.invalidKeyUsageException, usage, .sign, request)
        let signing = try await world.newKey(KeyKind(spec: "RSA_2048", usage: "SIGN_VERIFY"))
        let other = request.with(["KeyId": .string(signing)])
        try await world.expect(
            .invalidKeyUsageException, "Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.", .sign, other)
        try await world.ok(.disableKey, ["KeyId": .string(signing)])
        try await world.expect(.disabledException, "\(world.arn(signing)) is disabled.", .sign, other)
    }

    @Test func aDryRunSignsNothing() async throws {
        let world = try await World()
        let key = try await world.newKey(KeyKind(spec: "ECC_NIST_P256", usage: "SIGN_VERIFY"))
        for operation in [KMSOperation.sign, .verify] {
            try await world.expect(
                .dryRunOperationException, "The request would have succeeded, but the DryRun option is set.",
                operation,
                [
                    "KeyId": .string(key), "Message": .blob("x"), "SigningAlgorithm": .string("ECDSA_SHA_256"),
                    "Signature": .bytes([1]), "DryRun": .bool(true),
                ])
        }
    }
}
