import AWSJSON
import KMSModel

extension GrantRecord {
    func encoded() -> [UInt8] {
        var members: [JSONValue.Member] = [
            .init("id", .string(id)), .init("account", .string(account)), .init("region", .string(region)),
            .init("key", .string(keyID)), .init("created", .int(created)), .init("issuer", .string(issuer)),
            .init("token-key", .string(Base64.encode(tokenKey))), .init("grantee", terms.grantee.json),
            .init("operations", .array(terms.operations.map { .string($0.rawValue) })),
        ]
        let optional: [(String, JSONValue?)] = [
            ("name", terms.name.map { .string($0) }), ("retiring", terms.retiring?.json),
            ("constraints", terms.constraints?.json), ("grantee-id", terms.granteeID.map { .string($0) }),
            ("retiring-id", terms.retiringID.map { .string($0) }),
        ]
        for (name, json) in optional { if let json { members.append(.init(name, json)) } }
        return JSONValue.object(members).encoded
    }

    /// Fails closed: what is not understood may be a limit to what the grant permits.
    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json.hasOnly(Self.names), let id = json["id"]?.string,
            let account = json["account"]?.string, let region = json["region"]?.string,
            let keyID = json["key"]?.string, let created = json["created"]?.int64, let issuer = json["issuer"]?.string,
            let tokenKey = json["token-key"]?.string.flatMap({ Base64.decode($0) }), let terms = GrantTerms(json: json)
        else { return nil }
        self.init(
            id: id, account: account, region: region, keyID: keyID, created: created, issuer: issuer, terms: terms,
            tokenKey: tokenKey)
    }

    private static let names: Set<String> = [
        "id", "account", "region", "key", "created", "issuer", "token-key", "name", "grantee", "retiring",
        "operations", "constraints", "grantee-id", "retiring-id",
    ]
}

extension GrantTerms {
    fileprivate init?(json: JSONValue) {
        guard let grantee = json["grantee"].flatMap(GrantPrincipal.init(json:)),
            let operations = json["operations"]?.elements?.map({ $0.string.flatMap(GrantOperation.init(rawValue:)) }),
            let name = json.optional("name", \.string),
            let retiring = json.optional("retiring", GrantPrincipal.init(json:)),
            let constraints = json.optional("constraints", GrantConstraints.init(json:)),
            let granteeID = json.optional("grantee-id", \.string),
            let retiringID = json.optional("retiring-id", \.string)
        else { return nil }
        self.init(
            name: name, grantee: grantee, retiring: retiring, operations: operations.compactMap { $0 },
            constraints: constraints, granteeID: granteeID, retiringID: retiringID)
        guard self.operations.count == operations.count else { return nil }
    }
}

extension GrantPrincipal {
    fileprivate var json: JSONValue {
        switch self {
        case .arn(let arn): .array([.string("arn"), .string(arn)])
        case .service(let name): .array([.string("service"), .string(name)])
        }
    }

    fileprivate init?(json: JSONValue) {
        guard let parts = json.elements, parts.count == 2, let text = parts[1].string else { return nil }
        switch parts[0].string {
        case "arn": self = .arn(text)
        case "service": self = .service(text)
        default: return nil
        }
    }
}

extension GrantConstraints {
    fileprivate var json: JSONValue {
        let members: [(String, JSONValue?)] = [
            ("subset", encryptionContextSubset?.json), ("equals", encryptionContextEquals?.json),
            ("source-arn", sourceArn.map { .string($0) }),
        ]
        return .object(members.compactMap { name, json in json.map { .init(name, $0) } })
    }

    fileprivate init?(json: JSONValue) {
        guard json.hasOnly(["subset", "equals", "source-arn"]),
            let subset = json.optional("subset", StringMap.init(json:)),
            let equals = json.optional("equals", StringMap.init(json:)),
            let sourceARN = json.optional("source-arn", \.string)
        else { return nil }
        self.init(encryptionContextSubset: subset, encryptionContextEquals: equals, sourceArn: sourceARN)
    }
}

extension StringMap {
    /// As a list of pairs: keys that JSON would take for the same may differ in their bytes.
    fileprivate var json: JSONValue { .array(pairs.map { .array([.string($0.key), .string($0.value)]) }) }

    fileprivate init?(json: JSONValue) {
        guard let elements = json.elements else { return nil }
        var pairs: [(String, String)] = []
        for element in elements {
            guard let parts = element.elements, parts.count == 2, let key = parts[0].string,
                let value = parts[1].string
            else { return nil }
            pairs.append((key, value))
        }
        self.init(pairs)
    }
}

extension JSONValue {
    /// Whether this is an object with no other members than these.
    fileprivate func hasOnly(_ names: Set<String>) -> Bool {
        members?.allSatisfy { names.contains($0.name) } == true
    }

    /// A member that may be absent: `.some(nil)` if it is, nil if it is there and can't be decoded.
    fileprivate func optional<Value>(_ name: String, _ decode: (JSONValue) -> Value?) -> Value?? {
        guard let json = self[name] else { return .some(nil) }
        guard let value = decode(json) else { return nil }
        return .some(value)
    }
}
