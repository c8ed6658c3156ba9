import AWSJSON
import KMSModel
import KeyCrypto

/// How a key is written down. Members may be added; a member that is not known is a sign of a newer release and makes
/// the record unreadable rather than half understood.
extension KeyRecord {
    func encoded() -> [UInt8] {
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("account", .string(account)), .init("region", .string(region)),
            .init("created", .int(created)), .init("description", .string(description)),
            .init("enabled", .bool(isEnabled)), .init("spec", .string(spec.rawValue)),
            .init("usage", .string(usage.rawValue)), .init("origin", .string(origin.rawValue)),
            .init("manager", .string(manager.rawValue)), .init("policy", .string(policy)),
            .init("tags", .array(tags.map { .array([.string($0.key), .string($0.value)]) })),
            .init("materials", .array(materials.map(\.json))),
        ]
        let optional: [(String, JSONValue?)] = [
            ("deletion", deletion?.json), ("rotation", rotation?.json), ("multi-region", multiRegion?.json),
            ("transition", transition?.json), ("public-key", publicKey.map { .string(Base64.encode($0)) }),
            ("principals", policyPrincipals.isEmpty ? nil : Self.json(ofPrincipals: policyPrincipals)),
        ]
        for (name, json) in optional { if let json { members.append(.init(name, json)) } }
        return JSONValue.object(members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let id = json["id"]?.string,
            let account = json["account"]?.string, let region = json["region"]?.string,
            let created = json["created"]?.int64, let description = json["description"]?.string,
            let isEnabled = json["enabled"]?.bool, let spec = json["spec"]?.string.flatMap(KeySpec.init(rawValue:)),
            let usage = json["usage"]?.string.flatMap(KeyUsageType.init(rawValue:)),
            let origin = json["origin"]?.string.flatMap(OriginType.init(rawValue:)),
            let manager = json["manager"]?.string.flatMap(KeyManagerType.init(rawValue:)),
            let policy = json["policy"]?.string, let tags = json["tags"]?.elements?.decoded(KeyTag.init(json:)),
            let materials = json["materials"]?.elements?.decoded(Material.init(json:)),
            origin == .external || !materials.isEmpty,
            json.members?.allSatisfy({ Self.names.contains($0.name) }) == true
        else { return nil }
        self.init(
            id: id, account: account, region: region, created: created, description: description,
            isEnabled: isEnabled, spec: spec, usage: usage, origin: origin, manager: manager, policy: policy,
            tags: tags, materials: materials)
        guard let deletion = json.member("deletion", Deletion.init(json:)),
            let rotation = json.member("rotation", RotationSchedule.init(json:)),
            let multiRegion = json.member("multi-region", MultiRegion.init(json:)),
            let transition = json.member("transition", Transition.init(json:)),
            let publicKey = json.member("public-key", { $0.string.flatMap { Base64.decode($0) } }),
            let principals = json.member("principals", Self.principals(json:))
        else { return nil }
        self.deletion = deletion
        self.rotation = rotation
        self.multiRegion = multiRegion
        self.transition = transition
        self.publicKey = publicKey
        policyPrincipals = principals ?? [:]
    }

    private static func json(ofPrincipals principals: [String: String]) -> JSONValue {
        .object(principals.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }

    private static func principals(json: JSONValue) -> [String: String]? {
        guard let members = json.members else { return nil }
        var principals: [String: String] = [:]
        for member in members {
            guard let id = member.value.string else { return nil }
            principals[member.name] = id
        }
        return principals
    }

    private static let names: Set<String> = [
        "id", "account", "region", "created", "description", "enabled", "spec", "usage", "origin", "manager", "policy",
        "tags", "materials", "deletion", "rotation", "multi-region", "transition", "public-key",
        "principals",
    ]
}

extension KeyRecord.Deletion {
    fileprivate var json: JSONValue { .array([date.map { .int($0) } ?? .null, .int(Int64(windowDays))]) }

    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 2, let days = parts[1].int64,
            parts[0].isNull || parts[0].int64 != nil
        else { return nil }
        self.init(date: parts[0].int64, windowDays: Int(days))
    }
}

extension KeyRecord.RotationSchedule {
    fileprivate var json: JSONValue { .array([.int(Int64(periodDays)), .int(next)]) }

    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 2, let days = parts[0].int64, let next = parts[1].int64 else {
            return nil
        }
        self.init(periodDays: Int(days), next: next)
    }
}

extension KeyRecord.MultiRegion {
    fileprivate var json: JSONValue { .array(([primaryRegion] + replicaRegions).map { .string($0) }) }

    fileprivate init?(json: JSONValue) {
        guard let regions = json.elements?.decoded(\.string), let primary = regions.first else { return nil }
        self.init(primaryRegion: primary, replicaRegions: Array(regions.dropFirst()))
    }
}

extension KeyRecord.Transition {
    fileprivate var json: JSONValue { .array([.string(kind.rawValue), .int(until)]) }

    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 2, let kind = parts[0].string.flatMap(Kind.init(rawValue:)),
            let until = parts[1].int64
        else { return nil }
        self.init(kind: kind, until: until)
    }
}

extension KeyRecord.Material {
    fileprivate var json: JSONValue {
        var members = [JSONValue.Member("id", .string(id.hex))]
        if let rotation {
            members += [.init("date", .int(rotation.date)), .init("type", .string(rotation.type.rawValue))]
        }
        if let imported { members.append(.init("import", imported.json)) }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let id = json["id"]?.string.flatMap(KeyMaterialID.init(hex:)),
            let imported = json.member("import", KeyRecord.Imported.init(json:))
        else { return nil }
        self.init(id: id, imported: imported)
        guard json["type"] != nil else { return }
        guard let date = json["date"]?.int64, let type = json["type"]?.string.flatMap(RotationType.init(rawValue:))
        else { return nil }
        rotation = KeyRecord.Rotation(date: date, type: type)
    }
}

extension KeyRecord.Imported {
    fileprivate var json: JSONValue {
        var members = [
            JSONValue.Member("present", .bool(isPresent)), JSONValue.Member("stage", .string(stage.rawValue)),
        ]
        if let validTo { members.append(.init("valid-to", .int(validTo))) }
        if let description { members.append(.init("description", .string(description))) }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let isPresent = json["present"]?.bool,
            let stage = json["stage"]?.string.flatMap(Stage.init(rawValue:)),
            let validTo = json.member("valid-to", \.int64), let description = json.member("description", \.string)
        else { return nil }
        self.init(isPresent: isPresent, validTo: validTo, description: description, stage: stage)
    }
}

extension KeyTag {
    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 2, let key = parts[0].string, let value = parts[1].string else {
            return nil
        }
        self.init(key: key, value: value)
    }
}

extension JSONValue {
    /// A member that may be absent: `.some(nil)` if it is, nil if it is there and can't be decoded.
    fileprivate func member<Value>(_ name: String, _ decode: (JSONValue) -> Value?) -> Value?? {
        guard let json = self[name] else { return .some(nil) }
        guard let value = decode(json) else { return nil }
        return .some(value)
    }
}

extension [JSONValue] {
    /// - Returns: nil if one of them can't be decoded.
    fileprivate func decoded<Value>(_ decode: (JSONValue) -> Value?) -> [Value]? {
        var values: [Value] = []
        for json in self {
            guard let value = decode(json) else { return nil }
            values.append(value)
        }
        return values
    }
}
