import AWSJSON
public import IAMPolicy
public import KMSModel
public import Records

/// Why a question about a key has no answer.
public enum ExplanationFailure: Error, Sendable {
    /// The text names no key that is here.
    case noSuchKey(String)
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
        do throws(Failure) {
            return try await Authorizer.explain(action, identifier, encryptionContext, in: call)
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
        _ action: String, _ identifier: String, _ encryptionContext: StringMap, in call: Call
    ) async throws(Failure) -> Explanation {
        let key = try await key(identifier, in: call)
        let name = action.utf8.starts(with: "kms:".utf8) ? String(action.dropFirst("kms:".count)) : action
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
        let match = try await call.grants.index(for: call.caller.requester, on: key).match(
            operation: name, requester: call.caller.requester,
            encryptionContext: encryptionContext.pairs.map { ($0.key, $0.value) }, sourceARN: call.caller.sourceARN)
        return IAMPolicy.explain(request, by: call.caller.requester, grants: match)
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
