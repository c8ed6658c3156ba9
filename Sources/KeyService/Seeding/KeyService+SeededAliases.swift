import AWSJSON
import KMSModel
public import Records

extension KeyService {
    /// What no server would take about an alias. Does not look for its target.
    public func check(_ alias: SeededAlias) -> [SeedProblem] {
        func problem(_ name: String, _ message: String) -> [SeedProblem] { [SeedProblem(at: [name], message: message)] }
        let request = JSONValue.object([
            .init("AliasName", .string(alias.name)), .init("TargetKeyId", .string(alias.target)),
        ])
        do {
            _ = try RequestDecoder.decode(CreateAliasRequest.self, from: request.encoded)
            try AliasNames.check(alias.name)
        } catch let error as KMSError {
            return problem("AliasName", error.message ?? error.code.rawValue)
        } catch {
            return problem("AliasName", (error as? Failure)?.sentence ?? "it is no name of an alias")
        }
        do throws(Failure) {
            try AliasNames.checkNotReserved(alias.name)
        } catch {
            return problem("AliasName", "alias/aws/ is reserved for the keys of AWS's services")
        }
        return []
    }

    /// Makes an alias, or lets an existing one belong to the key that the file says.
    public func seed(_ alias: SeededAlias) async throws(SeedFailure) -> SeedOutcome {
        if let problem = check(alias).first { throw .problem(problem) }
        let call = Call(seedingIn: alias.region, of: alias.account, environment)
        return try await seeded { () async throws(Failure) in
            let found = try await call.keys.freshAlias(alias.name, in: call.place)
            if found?.value.targetKeyID == alias.target { return .unchanged }
            guard let key = try await call.keys.freshKey(alias.target, in: call.place) else {
                throw .keyNotFound(arn: call.place.keyARN(alias.target))
            }
            try await AliasQuota.checkRoom(for: key.record, in: call)
            let created = found?.value.created ?? call.now
            let record = AliasRecord(
                name: alias.name, account: alias.account, region: alias.region, targetKeyID: alias.target,
                created: created, updated: call.now)
            try await call.keys.commit([call.keys.store.put(record, over: found?.version ?? 0)])
            return found == nil ? .made : .changed
        }
    }

    /// How many aliases a key can have.
    public static let aliasesPerKeyMax = Limits.aliasesPerKey
}
