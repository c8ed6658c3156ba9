import AWSJSON
import KMSModel
import KeyCrypto
import Records
import ServiceModel

/// A seeded key, checked: the record that it would get, and its key material.
struct SeedPlan {
    let call: Call
    let key: SeededKey
    var record: KeyRecord
    /// Nil for what the file does not say.
    var policy: AcceptedPolicy?
    var materials: [ImportedMaterial] = []
}

/// Checks a seeded key by the rules that hold for the operations of KMS, each by itself, so that every problem is found.
struct SeedPlanner {
    let call: Call
    let key: SeededKey
    private(set) var problems: [SeedProblem] = []

    /// `environment`: knows whom policies name.
    init(_ key: SeededKey, _ environment: Environment) {
        self.key = key
        call = Call(seedingIn: key.region, of: key.account, environment)
    }

    /// - Returns: nil if there are problems.
    mutating func plan() async throws(RecordError) -> SeedPlan? {
        checkID()
        let spec = await checkSpec()
        checkMember("Description", key.description.map { .string($0) })
        let tags = checkTags()
        let policy = try await checkPolicy()
        checkReplicas()
        guard let spec else { return nil }
        checkRotation(spec)
        let materials = await checkMaterials(spec)
        guard problems.isEmpty else { return nil }
        var record = KeyRecord.new(
            spec, key.usage.flatMap(KeyUsageType.init(rawValue:)) ?? .encryptDecrypt, in: call,
            policy: KeyPolicy.byDefault(in: call.place))
        record.id = key.id
        if BinaryKeyID(key.id)?.kind == .multiRegion {
            record.multiRegion = KeyRecord.MultiRegion(primaryRegion: key.region, replicaRegions: [])
        }
        record.tags = tags
        return SeedPlan(call: call, key: key, record: record, policy: policy, materials: materials)
    }

    private mutating func report(_ path: String..., message: String) {
        problems.append(SeedProblem(at: path, message: message))
    }

    private mutating func checkID() {
        guard let id = BinaryKeyID(key.id), id != .rootKey else {
            return report(
                "KeyId",
                message:
                    "a key id is a UUID in lower case, as 1234abcd-12ab-34cd-56ef-1234567890ab, or mrk- and 32 hex digits"
            )
        }
    }

    private mutating func checkSpec() async -> KeySpec? {
        let before = problems.count
        checkChoice("KeySpec", key.spec, of: KeySpec.allCases.map(\.rawValue))
        if let usage = key.usage { checkChoice("KeyUsage", usage, of: KeyUsageType.allCases.map(\.rawValue)) }
        guard problems.count == before, let spec = KeySpec(rawValue: key.spec) else { return nil }
        let request = CreateKeyRequest(keyUsage: key.usage.flatMap(KeyUsageType.init(rawValue:)), keySpec: spec)
        do throws(Failure) {
            try await CreateKey.check(request, (), in: call)
            return spec
        } catch {
            report(key.usage == nil ? "KeySpec" : "KeyUsage", message: error.sentence)
            return nil
        }
    }

    /// AWS's message repeats the value: what is longer than any choice may be key material in the wrong place.
    private mutating func checkChoice(_ name: String, _ value: String, of choices: [String]) {
        guard value.utf8.count <= choices.map(\.utf8.count).max() ?? 0 else {
            return report(name, message: "it must be one of \(choices.joined(separator: ", "))")
        }
        checkMember(name, .string(value))
    }

    /// Asks the service model.
    private mutating func checkMember(_ name: String, _ value: JSONValue?) {
        guard let value else { return }
        do throws(KMSError) {
            _ = try RequestDecoder.decode(CreateKeyRequest.self, from: JSONValue.object([.init(name, value)]).encoded)
        } catch {
            report(name, message: error.message ?? error.code.rawValue)
        }
    }

    private mutating func checkTags() -> [KeyTag] {
        guard let tags = key.tags else { return [] }
        let before = problems.count
        checkMember(
            "Tags",
            .array(
                tags.map {
                    .object([.init("TagKey", .string($0.key)), .init("TagValue", .string($0.value))])
                }))
        guard problems.count == before else { return [] }
        do throws(Failure) {
            return try TagRules.tags(tags.map { Tag(tagKey: $0.key, tagValue: $0.value) })
        } catch {
            report("Tags", message: error.sentence)
            return []
        }
    }

    /// A seed file may lock everybody out: the next one lets them in again.
    private mutating func checkPolicy() async throws(RecordError) -> AcceptedPolicy? {
        guard let policy = key.policy else { return nil }
        let before = problems.count
        checkMember("Policy", .string(policy))
        guard problems.count == before else { return nil }
        do throws(Failure) {
            return try await KeyPolicy.accept(policy, for: key.id, in: call.place, mayLockOut: true, call)
        } catch {
            if case .record(let error) = error { throw error }
            report("Policy", message: error.sentence)
            return nil
        }
    }

    private mutating func checkReplicas() {
        let regions = key.replicaRegions
        guard !regions.isEmpty else { return }
        guard BinaryKeyID(key.id)?.kind == .multiRegion else {
            return report("ReplicaRegions", message: "only a multi-Region key, whose id begins with mrk-, has replicas")
        }
        for (index, region) in regions.enumerated() {
            let path = ["ReplicaRegions", String(index)]
            if AWSRegions.partition(of: region) != call.partition || region == key.region {
                report(path[0], path[1], message: "\(region) is no other Region of the partition \(call.partition)")
            } else if regions[..<index].contains(region) {
                report(path[0], path[1], message: "\(region) is there twice")
            }
        }
    }

    private mutating func checkRotation(_ spec: KeySpec) {
        guard key.isRotated == true else {
            guard key.rotationPeriodDays == nil else {
                return report("RotationPeriodInDays", message: "it needs KeyRotationEnabled: true")
            }
            return
        }
        guard spec == .symmetricDefault else {
            return report("KeyRotationEnabled", message: "only keys of SYMMETRIC_DEFAULT are rotated")
        }
        guard let days = key.rotationPeriodDays else { return }
        let request = JSONValue.object([.init("KeyId", .string("x")), .init("RotationPeriodInDays", .int(Int64(days)))])
        do throws(KMSError) {
            _ = try RequestDecoder.decode(EnableKeyRotationRequest.self, from: request.encoded)
        } catch {
            report("RotationPeriodInDays", message: error.message ?? error.code.rawValue)
        }
    }

    private mutating func checkMaterials(_ spec: KeySpec) async -> [ImportedMaterial] {
        guard spec == .symmetricDefault || key.materials.count <= 1 else {
            report("KeyMaterial", message: "a key of \(spec.rawValue) has one key material")
            return []
        }
        var found: [ImportedMaterial] = []
        for (index, plain) in key.materials.enumerated() {
            let path = ["KeyMaterial", String(index)]
            do throws(Failure) {
                let id = BinaryKeyID(key.id) ?? .rootKey
                let material = try await ImportedMaterial.parse(plain, of: spec, for: id)
                if found.contains(where: { $0.id == material.id }) {
                    report(path[0], path[1], message: "this key material is there twice")
                }
                found.append(material)
            } catch {
                report(path[0], path[1], message: Self.expectation(of: spec))
            }
        }
        return found
    }

    private static func expectation(of spec: KeySpec) -> String {
        guard let lengths = ImportRules.materialBytes(spec) else {
            return "it is no private key of the key spec \(spec.rawValue)"
        }
        let count = lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound) to \(lengths.upperBound)"
        return "key material of \(spec.rawValue) has \(count) bytes"
    }
}

extension Failure {
    /// What AWS would say, in one line.
    var sentence: String {
        switch self {
        case .refused(let error): error.message ?? error.code.rawValue
        case .record: "a record can't be read"
        }
    }
}
