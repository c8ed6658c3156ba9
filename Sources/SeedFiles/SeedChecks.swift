import Identity
import KMSModel
import KeyService
import Records

/// Whether what a file says can be: each thing by itself, as a server without any other would take it, and all together.
struct SeedChecks {
    private let file: SeedFile
    private let findings: FindingList

    init(_ file: SeedFile, _ findings: FindingList) {
        self.file = file
        self.findings = findings
    }

    func run(clock: any Clock, randomness: any Randomness) async throws(SeedFileError) {
        checkNames()
        do throws(RecordError) {
            let records = InMemoryRecordStore()
            let rootKey = LocalRootKey(randomness: randomness)
            let sealer = try await RecordSealer(store: records, rootKey: rootKey, randomness: randomness)
            let store = SealedStore(records, sealer: sealer)
            try await tryIdentities(Identity(store: store, clock: clock, randomness: randomness))
            try await tryKeys(KeyService(store: store, clock: clock, randomness: randomness))
        } catch {
            throw .record(error)
        }
    }

    private func report<Value>(_ thing: Placed<Value>, _ problem: SeedProblem) {
        findings.report(thing.finding(problem))
    }

    private func report<Value>(_ thing: Placed<Value>, at path: String..., message: String) {
        report(thing, SeedProblem(at: path, message: message))
    }

    // MARK: By themselves

    /// In an account that has nothing.
    private func tryIdentities(_ identity: Identity) async throws(RecordError) {
        for policy in file.policies {
            for problem in try await identity.seed(policy.value).problems { report(policy, problem) }
        }
        for user in file.users {
            for problem in try await identity.seed(user.value).problems { report(user, problem) }
        }
        for role in file.roles {
            for problem in try await identity.seed(role.value).problems { report(role, problem) }
        }
    }

    private func tryKeys(_ keys: KeyService) async throws(RecordError) {
        for key in file.keys {
            for problem in try await keys.check(key.value) { report(key, problem) }
        }
        for alias in file.aliases {
            for problem in keys.check(alias.value) { report(alias, problem) }
        }
    }

    // MARK: All together

    private func checkNames() {
        let keys = checkKeyIDs()
        checkAliases(keys)
        checkTwice(file.policies, "PolicyName") { "\($0.account)/\($0.name.lowercased())" }
        checkTwice(file.roles, "RoleName") { "\($0.holder.account)/\($0.holder.name.lowercased())" }
        checkTwice(file.users, "UserName") { "\($0.holder.account)/\($0.holder.name.lowercased())" }
        var accessKeys: Set<String> = []
        for user in file.users {
            for (index, key) in user.value.accessKeys.enumerated() where !accessKeys.insert(key.id).inserted {
                report(
                    user, at: "AccessKeys", String(index), "AccessKeyId", message: "this access key id is there twice")
            }
            checkPolicyNames(user, user.value.holder)
        }
        for role in file.roles { checkPolicyNames(role, role.value.holder) }
    }

    private func checkPolicyNames<Value>(_ thing: Placed<Value>, _ holder: SeededHolder) {
        var names: Set<String> = []
        for (index, policy) in (holder.inline ?? []).enumerated() where !names.insert(policy.name).inserted {
            report(thing, at: "Policies", String(index), "PolicyName", message: "this policy is there twice")
        }
    }

    private func checkTwice<Value>(_ things: [Placed<Value>], _ member: String, _ name: (Value) -> String) {
        var names: Set<String> = []
        for thing in things where !names.insert(name(thing.value)).inserted {
            report(thing, at: member, message: "this name is there twice")
        }
    }

    /// - Returns: all keys, by account, Region and id.
    private func checkKeyIDs() -> Set<String> {
        var all: Set<String> = []
        var sets: Set<String> = []
        for key in file.keys {
            let regions = [key.value.region] + key.value.replicaRegions
            let isMultiRegion = key.value.id.hasPrefix("mrk-")
            if isMultiRegion, !sets.insert("\(key.value.account)/\(key.value.id)").inserted {
                report(
                    key, at: "KeyId",
                    message: "this key id is there twice: a multi-Region key's other Regions are its ReplicaRegions")
            } else if !isMultiRegion, all.contains(key.value.place(key.value.region)) {
                report(key, at: "KeyId", message: "this key id is there twice in its account and Region")
            }
            all.formUnion(regions.map(key.value.place))
        }
        return all
    }

    private func checkAliases(_ keys: Set<String>) {
        var names: Set<String> = []
        var counts: [String: Int] = [:]
        for alias in file.aliases {
            let place = "\(alias.value.account)/\(alias.value.region)/"
            if !names.insert(place + alias.value.name).inserted {
                report(alias, at: "AliasName", message: "this alias is there twice in its account and Region")
            }
            guard keys.contains(place + alias.value.target) else {
                report(
                    alias, at: "TargetKeyId",
                    message: "it must be the KeyId of a key of this file, in the same account and Region")
                continue
            }
            counts[place + alias.value.target, default: 0] += 1
            if counts[place + alias.value.target] == KeyService.aliasesPerKeyMax + 1 {
                report(alias, at: "TargetKeyId", message: "a key has at most \(KeyService.aliasesPerKeyMax) aliases")
            }
        }
    }
}

extension SeededKey {
    fileprivate func place(_ region: String) -> String { "\(account)/\(region)/\(id)" }
}
