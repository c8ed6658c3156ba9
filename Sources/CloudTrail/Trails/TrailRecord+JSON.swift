import AWSJSON
import AuditTrail

extension TrailRecord {
    func encoded() -> [UInt8] {
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("account", .string(account)), .init("partition", .string(partition)),
            .init("region", .string(homeRegion)), .init("created", .int(created)), .init("bucket", .string(bucket)),
            .init("global", .bool(includesGlobalServiceEvents)), .init("multiRegion", .bool(isMultiRegion)),
            .init("validation", .bool(validatesLogFiles)), .init("logging", .bool(isLogging)),
            .init("tags", .array(tags.map { .array([.string($0.key), .string($0.value)]) })),
        ]
        if let prefix { members.append(.init("prefix", .string(prefix))) }
        if let selectors { members.append(.init("selectors", .array(selectors.map(\.json)))) }
        if let advancedNames { members.append(.init("advanced", .array(advancedNames.map { .string($0) }))) }
        if let started { members.append(.init("started", .int(started))) }
        if let stopped { members.append(.init("stopped", .int(stopped))) }
        if !former.isEmpty { members.append(.init("former", .array(former.map(\.json)))) }
        return JSONValue.object(members).encoded
    }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasNoMembers(besides: Self.names),
            let name = json["name"]?.string, let account = json["account"]?.string,
            let partition = json["partition"]?.string, let region = json["region"]?.string,
            let created = json["created"]?.int64, let bucket = json["bucket"]?.string,
            let global = json["global"]?.bool, let multiRegion = json["multiRegion"]?.bool,
            let validation = json["validation"]?.bool, let logging = json["logging"]?.bool,
            let tags = json["tags"]?.list(TrailTag.init(json:))
        else { return nil }
        self.init(
            name: name, account: account, partition: partition, homeRegion: region, created: created, bucket: bucket,
            includesGlobalServiceEvents: global, isMultiRegion: multiRegion, validatesLogFiles: validation,
            isLogging: logging, tags: tags)
        guard decodeOptional(json) else { return nil }
    }

    private mutating func decodeOptional(_ json: JSONValue) -> Bool {
        guard let prefix = json.optional("prefix", \.string), let started = json.optional("started", \.int64),
            let stopped = json.optional("stopped", \.int64),
            let selectors = json.optional("selectors", { $0.list(AuditTrail.EventSelector.init(json:)) }),
            let advanced = json.optional("advanced", { $0.list(\.string) }),
            let former = json.optional("former", { $0.list(FormerScope.init(json:)) })
        else { return false }
        guard advanced == nil || advanced?.count == selectors?.count else { return false }
        self.prefix = prefix
        self.started = started
        self.stopped = stopped
        self.selectors = selectors
        advancedNames = advanced
        self.former = former ?? []
        return true
    }

    private static let names: Set<String> = [
        "name", "account", "partition", "region", "created", "bucket", "global", "multiRegion", "validation",
        "logging", "tags", "prefix", "selectors", "advanced", "started", "stopped",
        "former",
    ]
}

extension TrailTag {
    fileprivate init?(json: JSONValue) {
        guard let pair = json.list(\.string), pair.count == 2 else { return nil }
        self.init(key: pair[0], value: pair[1])
    }
}

extension FormerScope {
    fileprivate var json: JSONValue {
        .object([
            .init("until", .int(until)), .init("by", .string(changedBy)), .init("logging", .bool(scope.isLogging)),
            .init("multiRegion", .bool(scope.isMultiRegion)),
            .init("global", .bool(scope.includesGlobalServiceEvents)), .init("selector", scope.selector.json),
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let until = json["until"]?.int64, let request = json["by"]?.string,
            let logging = json["logging"]?.bool, let multiRegion = json["multiRegion"]?.bool,
            let global = json["global"]?.bool,
            let selector = json["selector"].flatMap(AuditTrail.EventSelector.init(json:))
        else { return nil }
        let scope = DeliveryScope(
            isLogging: logging, isMultiRegion: multiRegion, includesGlobalServiceEvents: global, selector: selector)
        self.init(scope: scope, until: until, changedBy: request)
    }
}

extension AuditTrail.EventSelector {
    fileprivate var json: JSONValue {
        .object([
            .init("readWrite", .string(readWriteType.rawValue)), .init("management", .bool(includesManagementEvents)),
            .init("excluded", .array(excludedSources.map { .string($0) })),
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let type = json["readWrite"]?.string.flatMap(ReadWriteType.init(rawValue:)),
            let management = json["management"]?.bool, let excluded = json["excluded"]?.list(\.string)
        else { return nil }
        self.init(readWriteType: type, includesManagementEvents: management, excludedSources: excluded)
    }
}

extension JSONValue {
    /// A member that is not known is a sign of a newer release.
    func hasNoMembers(besides known: Set<String>) -> Bool { members?.allSatisfy { known.contains($0.name) } == true }

    /// Nil if this is no list, or holds anything else.
    func list<Value>(_ decode: (JSONValue) -> Value?) -> [Value]? {
        guard let elements else { return nil }
        let values = elements.compactMap(decode)
        return values.count == elements.count ? values : nil
    }

    /// A member that may be absent: `.some(nil)` if it is, nil if it is there and can't be decoded.
    func optional<Value>(_ name: String, _ decode: (JSONValue) -> Value?) -> Value?? {
        guard let json = self[name] else { return .some(nil) }
        guard let value = decode(json) else { return nil }
        return .some(value)
    }
}
