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
        if let deletion {
            members.append(.init("deletion", .array([.int(deletion.date), .int(Int64(deletion.windowDays))])))
        }
        if let rotation {
            members.append(.init("rotation", .array([.int(Int64(rotation.periodDays)), .int(rotation.next)])))
        }
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
            let materials = json["materials"]?.elements?.decoded(Material.init(json:)), !materials.isEmpty,
            json.members?.allSatisfy({ Self.names.contains($0.name) }) == true
        else { return nil }
        self.init(
            id: id, account: account, region: region, created: created, description: description,
            isEnabled: isEnabled, spec: spec, usage: usage, origin: origin, manager: manager, policy: policy,
            tags: tags, materials: materials)
        if let json = json["deletion"] {
            guard let (date, days) = json.twoNumbers else { return nil }
            deletion = Deletion(date: date, windowDays: Int(days))
        }
        if let json = json["rotation"] {
            guard let (days, next) = json.twoNumbers else { return nil }
            rotation = RotationSchedule(periodDays: Int(days), next: next)
        }
    }

    private static let names: Set<String> = [
        "id", "account", "region", "created", "description", "enabled", "spec", "usage", "origin", "manager", "policy",
        "tags", "materials", "deletion", "rotation",
    ]
}

extension KeyRecord.Material {
    fileprivate var json: JSONValue {
        var members = [JSONValue.Member("id", .string(id.hex))]
        if let rotation {
            members += [.init("date", .int(rotation.date)), .init("type", .string(rotation.type.rawValue))]
        }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard let id = json["id"]?.string.flatMap(KeyMaterialID.init(hex:)) else { return nil }
        self.init(id: id)
        guard json["type"] != nil else { return }
        guard let date = json["date"]?.int64, let type = json["type"]?.string.flatMap(RotationType.init(rawValue:))
        else { return nil }
        rotation = KeyRecord.Rotation(date: date, type: type)
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
    fileprivate var twoNumbers: (Int64, Int64)? {
        guard let parts = elements, parts.count == 2, let first = parts[0].int64, let second = parts[1].int64 else {
            return nil
        }
        return (first, second)
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
