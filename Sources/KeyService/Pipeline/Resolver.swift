import KMSModel

/// From what a request calls a key to the key.
enum Resolver {
    /// `identifier`: in any of the four forms.
    /// `action`: what the caller needs to be allowed, if that has not the operation's name.
    static func key(
        _ identifier: String, acceptsAliases: Bool, for action: String? = nil, in call: Call
    ) async throws(Failure) -> Key {
        let identifier = KeyIdentifier(identifier)
        let action = action ?? call.operation.rawValue
        if identifier.isAlias, !acceptsAliases { throw .aliasNotAccepted }
        switch identifier {
        case .keyID(let id): return try await key(id: id, in: call.place, action, call)
        case .aliasName(let name): return try await key(alias: name, in: call.place, action, call)
        case .arn(let arn):
            let place = try place(of: arn, in: call)
            switch arn.resource {
            case .key(let id):
                guard KeyIdentifier.isKeyID(id) else { throw .malformedKeyID(id) }
                return try await key(id: id, in: place, action, call)
            case .alias(let name): return try await key(alias: name, in: place, action, call)
            }
        case .malformedARN(let text): throw .malformedARN(text)
        case .malformed(let text): throw .malformedKeyID(text)
        }
    }

    private static func key(
        alias name: String, in place: Place, _ action: String, _ call: Call
    ) async throws(Failure) -> Key {
        if let alias = try await call.keys.alias(name, in: place),
            let key = try await call.keys.key(alias.targetKeyID, in: place)
        {
            return key
        }
        throw absence(.aliasNotFound(arn: place.aliasARN(name)), of: place.keyARN("*"), in: place, action, call)
    }

    private static func key(
        id: String, in place: Place, _ action: String, _ call: Call
    ) async throws(Failure) -> Key {
        if let key = try await call.keys.key(id, in: place) { return key }
        let arn = place.keyARN(id)
        throw absence(.keyNotFound(arn: arn), of: arn, in: place, action, call)
    }

    /// What there is in another account is nobody's business.
    private static func absence(
        _ failure: Failure, of arn: String, in place: Place, _ action: String, _ call: Call
    ) -> Failure {
        place.account == call.caller.account
            ? Authorizer.absence(failure, of: arn, action, in: call) : Authorizer.unknownResource(action, call.caller)
    }

    /// Where what an ARN names lives.
    private static func place(of arn: KMSARN, in call: Call) throws(Failure) -> Place {
        guard arn.region == call.region, arn.partition == call.partition else { throw .otherRegion(arn.region) }
        guard arn.account == call.caller.account || call.operation.isForOtherAccounts else {
            throw Authorizer.unknownResource(call.operation.rawValue, call.caller)
        }
        return Place(account: arn.account, region: arn.region, partition: arn.partition)
    }
}
