import KMSModel

/// From what a request calls a key to the key.
enum Resolver {
    /// `identifier`: in any of the four forms.
    static func key(_ identifier: String, acceptsAliases: Bool, in call: Call) async throws(Failure) -> Key {
        let identifier = KeyIdentifier(identifier)
        if identifier.isAlias, !acceptsAliases { throw .aliasNotAccepted }
        switch identifier {
        case .keyID(let id): return try await key(id: id, in: call)
        case .aliasName(let name): return try await key(alias: name, in: call)
        case .arn(let arn):
            try checkPlace(of: arn, in: call)
            switch arn.resource {
            case .key(let id):
                guard KeyIdentifier.isKeyID(id) else { throw .malformedKeyID(id) }
                return try await key(id: id, in: call)
            case .alias(let name): return try await key(alias: name, in: call)
            }
        case .malformedARN(let text): throw .malformedARN(text)
        case .malformed(let text): throw .malformedKeyID(text)
        }
    }

    /// An alias of the caller's account and Region.
    static func alias(_ name: String, in call: Call) async throws(Failure) -> AliasRecord {
        guard let alias = try await call.keys.alias(name, in: call.place) else {
            throw .aliasNotFound(arn: call.place.aliasARN(name))
        }
        return alias
    }

    private static func key(alias name: String, in call: Call) async throws(Failure) -> Key {
        let alias = try await alias(name, in: call)
        guard let key = try await call.keys.key(alias.targetKeyID, in: call.place) else {
            throw .aliasNotFound(arn: call.place.aliasARN(name))
        }
        return key
    }

    private static func key(id: String, in call: Call) async throws(Failure) -> Key {
        guard let key = try await call.keys.key(id, in: call.place) else {
            throw .keyNotFound(arn: call.place.keyARN(id))
        }
        return key
    }

    private static func checkPlace(of arn: KMSARN, in call: Call) throws(Failure) {
        guard arn.region == call.region, arn.partition == call.partition else { throw .otherRegion(arn.region) }
        guard arn.account == call.caller.account else {
            throw Authorizer.foreignAccount(call.operation.rawValue, call.caller)
        }
    }
}
