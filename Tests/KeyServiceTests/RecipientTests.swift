import AWSJSON
import AuditTrail
import Foundation
import KMSModel
import KeyService
import Testing

/// `Recipient`: that it is looked at. What a document must be, and what its recipient can open, is tested in KeyCrypto.
@Suite struct RecipientTests {
    @Test func aDocumentThatDoesNotVerifyIsRefusedEverywhere() async throws {
        let world = try await World()
        let symmetric = try await world.newKey()
        let curve = try await world.newKey(KeyKind.agreement[0])
        let publicKey = try #require(try await world.ok(.getPublicKey, ["KeyId": .string(curve)])["PublicKey"])
        let recipient = JSONValue.object([
            .init("KeyEncryptionAlgorithm", .string("RSAES_OAEP_SHA_256")),
            .init("AttestationDocument", .bytes([1, 2, 3])),
        ])
        let requests: [(KMSOperation, [String: JSONValue])] = [
            (.decrypt, ["CiphertextBlob": try await world.encrypt("x", symmetric)]),
            (.generateDataKey, ["KeyId": .string(symmetric), "KeySpec": .string("AES_256")]),
            (.generateDataKeyPair, ["KeyId": .string(symmetric), "KeyPairSpec": .string("ECC_NIST_P256")]),
            (.generateRandom, ["NumberOfBytes": .int(8)]),
            (
                .deriveSharedSecret,
                ["KeyId": .string(curve), "KeyAgreementAlgorithm": .string("ECDH"), "PublicKey": publicKey]
            ),
        ]
        for (operation, members) in requests {
            try await world.ok(operation, members)
            try await world.expect(
                .validationException, "The attestation document is not valid: it is malformed.", operation,
                members.with(["Recipient": recipient]))
            let error = try await world.refusal(operation, members.with(["Recipient": .object([])]))
            #expect(error?.code == .validationException)
        }
    }

    /// Documents under a root of our own; `Tools/attestation_vectors.py` makes them.
    private struct Vectors: Decodable {
        struct Accepted: Decodable { var document: String }
        var root: String
        var now: Int64
        var accepted: [Accepted]

        static func load() throws -> Vectors {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../KeyCryptoTests/Vectors/attestation-v1.json")
            return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
        }
    }

    /// The trail is told of the enclave
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-attestation.html).
    private func expectEnclave(_ details: AuditDetails) throws {
        let additions = try JSONValue(parsing: try #require(details.additionalEventData))
        let recipient = try #require(additions["recipient"]?.members)
        #expect(
            recipient.map(\.name) == ["attestationDocumentModuleId", "attestationDocumentEnclaveImageDigest"])
        #expect(recipient.allSatisfy { $0.value.string?.isEmpty == false })
        guard let request = details.requestParameters else { return }
        #expect(try JSONValue(parsing: request)["recipient"] == nil)
    }

    @Test func anEnclaveGetsItsAnswerInAnEnvelopeAndNoPlaintext() async throws {
        let vectors = try Vectors.load()
        let root = try #require(Hex.decode(vectors.root))
        let world = try await World(attestationRoot: root, now: vectors.now)
        let document = try #require(Hex.decode(vectors.accepted[0].document))
        let recipient: [String: JSONValue] = [
            "Recipient": .object([
                .init("KeyEncryptionAlgorithm", .string("RSAES_OAEP_SHA_256")),
                .init("AttestationDocument", .bytes(document)),
            ])
        ]
        let key = try await world.newKey()
        let blob = try await world.encrypt("for the enclave", key)
        let requests: [(KMSOperation, [String: JSONValue], String)] = [
            (.decrypt, ["CiphertextBlob": blob], "Plaintext"),
            (.generateDataKey, ["KeyId": .string(key), "KeySpec": .string("AES_256")], "Plaintext"),
            (.generateRandom, ["NumberOfBytes": .int(8)], "Plaintext"),
            (
                .generateDataKeyPair, ["KeyId": .string(key), "KeyPairSpec": .string("ECC_NIST_P256")],
                "PrivateKeyPlaintext"
            ),
        ]
        for (operation, members, plaintext) in requests {
            let outcome = await world.outcome(operation, members.with(recipient))
            let answer = try JSONValue(parsing: try outcome.result.get())
            #expect(answer[plaintext] == nil)
            #expect(answer["CiphertextForRecipient"]?.bytes?.isEmpty == false)
            try expectEnclave(outcome.details)
        }
        world.clock.advance(days: 30)
        try await world.expect(
            .validationException, "The attestation document is not valid: it has expired.", .decrypt,
            recipient.with(["CiphertextBlob": blob]))
    }
}
