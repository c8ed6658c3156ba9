import AWSJSON
public import IAMPolicy
public import KMSModel
public import Records

/// Why a question about a key has no answer.
public enum ExplanationFailure: Error, Sendable {
    /// The text names no key that is here.
    case noSuchKey(String)
    /// The text names nothing that KMS asks a permission for.
    case noSuchAction(String)
    case record(RecordError)
}

extension KeyService {
    /// Whether a caller may do something with a key, and why, without doing it.
    ///
    /// `action`: for example `kms:Decrypt`.
    /// `identifier`: an id, an ARN or an alias of the key.
    /// `encryptionContext`: that of the request.
    /// `caller`: who would ask.
    /// `region`: where a key without an ARN is.
    public func explain(
        action: String, key identifier: String, encryptionContext: StringMap, caller: Caller, region: String
    ) async throws(ExplanationFailure) -> Explanation {
        let call = Call(
            operation: .describeKey, caller: caller, region: region,
            partition: AWSRegions.partition(of: region) ?? "aws", environment: environment)
        guard let name = Permission.action(named: action) else { throw .noSuchAction(action) }
        do throws(Failure) {
            return try await Authorizer.explain(name, identifier, encryptionContext, in: call)
        } catch {
            switch error {
            case .refused: throw .noSuchKey(identifier)
            case .record(let error): throw .record(error)
            }
        }
    }
}

extension Authorizer {
    fileprivate static func explain(
        _ name: String, _ identifier: String, _ encryptionContext: StringMap, in call: Call
    ) async throws(Failure) -> Explanation {
        let key = try await key(identifier, in: call)
        let permission = Permission(action: name, on: key)
        // Of a request no more is known than what every operation on a key has.
        let input = EncryptRequest(keyId: identifier, plaintext: Blob([]), encryptionContext: encryptionContext)
        let context = KeyContext<Encrypt>(
            input, permission, in: call, aliases: try await call.keys.aliasNames(of: key),
            daysWithoutUsage: try await daysWithoutUsage(of: key, in: call))
        guard let policy = key.policy else { throw .record(.undecodable(key.record.recordID)) }
        let request = AccessRequest(
            action: permission.policyAction, resource: key.arn, resourceAccount: key.record.account,
            resourcePolicy: policy, context: context)
        let caller = call.caller
        let match = try await call.grants.match(for: caller.requester, on: key) { index in
            index.match(
                operation: name, requester: caller.requester,
                encryptionContext: encryptionContext.pairs.map { ($0.key, $0.value) }, sourceARN: caller.sourceARN)
        }
        let explanation = IAMPolicy.explain(request, by: call.caller.requester, grants: match)
        let isForeign = key.record.account != call.caller.account
        return isForeign && !permission.isForOtherAccounts ? explanation.refusingOtherAccounts : explanation
    }

    /// Keys of other accounts too, and whoever asks.
    private static func key(_ identifier: String, in call: Call) async throws(Failure) -> Key {
        var call = call
        if let arn = KMSARN(parsing: identifier) {
            call = Call(
                operation: call.operation, caller: call.caller, region: arn.region, partition: arn.partition,
                environment: call.environment)
        }
        return try await Resolver.key(identifier, acceptsAliases: true, in: call)
    }
}

extension Explanation {
    /// The same path with another end: no policy lets another account in for the operation.
    fileprivate var refusingOtherAccounts: Explanation {
        var refused = self
        refused.decision = .denied(.implicit(.resourceBased))
        refused.steps[refused.steps.count - 1] = "denied: the operation is for principals of the key's account only"
        return refused
    }
}

extension Permission {
    /// What policies call an action, by any spelling of it: they have no case, and the prefix `kms:` may be left out.
    /// - Returns: nil if there is no such permission. ReEncrypt needs two, and none of its own name.
    fileprivate static func action(named text: String) -> String? {
        let text = text.lowercased()
        let name = text.utf8.starts(with: "kms:".utf8) ? String(text.dropFirst("kms:".count)) : text
        let operations = KMSOperation.allCases.filter { $0 != .reEncrypt }.map(\.rawValue)
        return (operations + ["ReEncryptFrom", "ReEncryptTo"]).first { $0.lowercased() == name }
    }
}
