import AWSJSON
import KMSModel
import KeyService
import Testing

/// A call like that of AWS's example, in a world where it succeeds. Those on custom key stores, which are not built, are
/// refused.
struct AuditScenario {
    var world: World
    var members: [String: JSONValue]

    private static let context: [String: JSONValue] = [
        "EncryptionContext": .map(["Department": "Engineering", "Project": "Alpha"])
    ]

    static func make(_ operation: KMSOperation) async throws -> AuditScenario {
        let world = try await World()
        return AuditScenario(world: world, members: try await members(operation, world))
    }

    private static func members(_ operation: KMSOperation, _ world: World) async throws -> [String: JSONValue] {
        switch operation {
        case .createKey: return ["Origin": .string("EXTERNAL")]
        case .generateRandom: return ["NumberOfBytes": .int(32)]
        case .listKeys: return ["Limit": .int(5)]
        case .listRetirableGrants: return ["RetiringPrincipal": .string(World.bob)]
        case .createCustomKeyStore: return ["CustomKeyStoreName": .string("ExampleKeyStore")]
        case .connectCustomKeyStore, .deleteCustomKeyStore, .describeCustomKeyStores, .disconnectCustomKeyStore,
            .updateCustomKeyStore:
            return ["CustomKeyStoreId": .string("cks-1234567890abcdef0")]
        case .decapsulate, .encapsulate, .deriveSharedSecret, .generateMac, .getPublicKey, .sign, .verify, .verifyMac:
            return try await ofOtherKeys(operation, world)
        case .replicateKey, .updatePrimaryRegion: return try await ofSets(operation, world)
        case .deleteImportedKeyMaterial, .getParametersForImport, .importKeyMaterial:
            return try await ofImports(operation, world)
        default: return try await ofKey(operation, try await world.newKey(), world)
        }
    }

    private static func ofKey(
        _ operation: KMSOperation, _ key: String, _ world: World
    ) async throws -> [String: JSONValue] {
        let id: [String: JSONValue] = ["KeyId": .string(key)]
        switch operation {
        case .encrypt: return id.with(context).with(["Plaintext": .blob("a secret text of some length")])
        case .decrypt:
            let text = "a secret text of some length"
            let context = ["Department": "Engineering", "Project": "Alpha"]
            let blob = try await world.encrypt(text, key, context: context)
            return id.with(Self.context).with(["CiphertextBlob": blob])
        case .reEncrypt:
            let other = try await world.newKey()
            return [
                "CiphertextBlob": try await world.encrypt("a secret text of some length", key, context: ["a": "b"]),
                "SourceEncryptionContext": .map(["a": "b"]), "DestinationKeyId": .string(other),
                "DestinationEncryptionContext": .map(["Level": "3A"]),
            ]
        case .generateDataKey: return id.with(context).with(["KeySpec": .string("AES_256")])
        case .generateDataKeyWithoutPlaintext: return id.with(["NumberOfBytes": .int(16)])
        case .generateDataKeyPair, .generateDataKeyPairWithoutPlaintext:
            return id.with(context).with(["KeyPairSpec": .string("ECC_NIST_P256")])
        case .createAlias: return ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)]
        case .deleteAlias, .updateAlias:
            try await world.ok(.createAlias, ["AliasName": .string("alias/a"), "TargetKeyId": .string(key)])
            let alias: [String: JSONValue] = ["AliasName": .string("alias/a")]
            return operation == .deleteAlias
                ? alias : alias.with(["TargetKeyId": .string(try await world.newKey())])
        case .createGrant:
            return World.grant(
                on: key,
                [
                    "Operations": .strings("Encrypt", "RetireGrant"),
                    "Constraints": .members(["EncryptionContextSubset": .map(["ContextKey1": "Value1"])]),
                ])
        case .retireGrant: return ["GrantToken": .string(try await world.newGrant(on: key).token)]
        case .revokeGrant: return id.with(["GrantId": .string(try await world.newGrant(on: key).id)])
        case .listAliases: return try await management(operation, key, world)
        default: return id.with(try await management(operation, key, world))
        }
    }

    /// What a request says besides the key's id.
    private static func management(
        _ operation: KMSOperation, _ key: String, _ world: World
    ) async throws -> [String: JSONValue] {
        switch operation {
        case .cancelKeyDeletion: try await world.ok(.scheduleKeyDeletion, ["KeyId": .string(key)])
        case .disableKeyRotation: try await world.ok(.enableKeyRotation, ["KeyId": .string(key)])
        case .listAliases, .listGrants:
            for number in 0..<2 {
                try await world.newGrant(on: key)
                let alias = JSONValue.string("alias/\(number)")
                try await world.ok(.createAlias, ["AliasName": alias, "TargetKeyId": .string(key)])
            }
            let named: [String: JSONValue] = operation == .listGrants ? ["KeyId": .string(key)] : [:]
            let page = try await world.ok(operation, named.with(["Limit": .int(1)]))
            return ["Limit": .int(1), "Marker": try #require(page["NextMarker"])]
        case .enableKeyRotation: return ["RotationPeriodInDays": .int(180)]
        case .listKeyRotations: return ["IncludeKeyMaterial": .string("ALL_KEY_MATERIAL")]
        case .putKeyPolicy: return ["Policy": .string(World.keyPolicy())]
        case .scheduleKeyDeletion: return ["PendingWindowInDays": .int(20)]
        case .tagResource: return ["Tags": .tags([("Department", "IT")])]
        case .untagResource: return ["TagKeys": .strings("Dept")]
        case .updateKeyDescription: return ["Description": .string("another description")]
        default: break
        }
        return [:]
    }

    private static func ofOtherKeys(_ operation: KMSOperation, _ world: World) async throws -> [String: JSONValue] {
        let kinds: [KMSOperation: KeyKind] = [
            .decapsulate: KeyKind.encapsulation[0], .encapsulate: KeyKind.encapsulation[0],
            .deriveSharedSecret: KeyKind.agreement[0], .generateMac: KeyKind.mac[1], .verifyMac: KeyKind.mac[1],
            .getPublicKey: KeyKind.signing[3], .sign: KeyKind.signing[3], .verify: KeyKind.signing[3],
        ]
        let id = JSONValue.string(try await world.newKey(try #require(kinds[operation])))
        let message = JSONValue.blob("a message of some length")
        let signing: [String: JSONValue] = [
            "KeyId": id, "Message": message, "SigningAlgorithm": .string("ECDSA_SHA_256"),
            "MessageType": .string("RAW"),
        ]
        let mac: [String: JSONValue] = ["KeyId": id, "Message": message, "MacAlgorithm": .string("HMAC_SHA_256")]
        let capsule: [String: JSONValue] = ["KeyId": id, "EncapsulationAlgorithm": .string("ML_KEM")]
        switch operation {
        case .sign: return signing
        case .verify:
            return signing.with(["Signature": try #require(try await world.ok(.sign, signing)["Signature"])])
        case .generateMac: return mac
        case .verifyMac: return mac.with(["Mac": try #require(try await world.ok(.generateMac, mac)["Mac"])])
        case .encapsulate: return capsule
        case .decapsulate:
            let made = try await world.ok(.encapsulate, capsule)
            return capsule.with(["SharedSecretCiphertextBlob": try #require(made["SharedSecretCiphertextBlob"])])
        case .deriveSharedSecret:
            let publicKey = try #require(try await world.ok(.getPublicKey, ["KeyId": id])["PublicKey"])
            return ["KeyId": id, "KeyAgreementAlgorithm": .string("ECDH"), "PublicKey": publicKey]
        default: return ["KeyId": id]
        }
    }

    private static func ofSets(_ operation: KMSOperation, _ world: World) async throws -> [String: JSONValue] {
        let other = "us-west-2"
        guard operation == .updatePrimaryRegion else {
            return try await KeySet(world).keyID.with(["ReplicaRegion": .string(other)])
        }
        return try await KeySet(world, replicas: [other]).keyID.with(["PrimaryRegion": .string(other)])
    }

    private static func ofImports(_ operation: KMSOperation, _ world: World) async throws -> [String: JSONValue] {
        let key = try await world.newExternalKey()
        let id: [String: JSONValue] = ["KeyId": .string(key)]
        switch operation {
        case .importKeyMaterial:
            let request = try await world.importRequest(material(1), into: key, with: world.parameters(key))
            return request.with([
                "ExpirationModel": .string("KEY_MATERIAL_EXPIRES"),
                "ValidTo": .int(world.clock.nowMilliseconds() / 1000 + 3600),
                "ImportType": .string("NEW_KEY_MATERIAL"),
                "KeyMaterialDescription": .string("ExampleKeyMaterialA"),
            ])
        case .deleteImportedKeyMaterial:
            let answer = try await world.importMaterial(material(1), into: key)
            return id.with(["KeyMaterialId": try #require(answer["KeyMaterialId"])])
        default:
            return id.with([
                "WrappingAlgorithm": .string("RSAES_OAEP_SHA_256"), "WrappingKeySpec": .string("RSA_2048"),
            ])
        }
    }
}
