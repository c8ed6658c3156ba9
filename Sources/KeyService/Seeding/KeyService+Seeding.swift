import AWSJSON
import KMSModel
import KeyCrypto
public import Records

/// Keys and aliases that a seed file brings. They are put into the store past the pipeline: nobody calls, and no policy of
/// a key stands in the way of what its own file says. The audit trail tells of calls, and so not of them.
extension KeyService {
    /// What no server would take about a key. Does not look at the keys there are.
    public func check(_ key: SeededKey) async throws(RecordError) -> [SeedProblem] {
        var planner = SeedPlanner(key, environment)
        _ = try await planner.plan()
        return planner.problems
    }

    /// What an existing key of the id has that can't be changed, and is not as the file has it.
    public func conflicts(with key: SeededKey) async throws(SeedFailure) -> [SeedProblem] {
        let plan = try await plan(key)
        return try await seeded { () async throws(Failure) in
            let existing = try await self.existing(plan)
            let problems = existing.map { plan.conflicts(with: $0.record) } ?? []
            return problems.isEmpty ? try await strangers(to: existing, plan) : problems
        }
    }

    /// Keys of the id in Regions that are to have replicas, which are not replicas of this key.
    private func strangers(to existing: Key?, _ plan: SeedPlan) async throws(Failure) -> [SeedProblem] {
        var problems: [SeedProblem] = []
        for (index, region) in plan.key.replicaRegions.enumerated() {
            if existing?.record.multiRegion?.replicaRegions.contains(region) == true { continue }
            let place = Place(account: plan.key.account, region: region, partition: plan.call.partition)
            guard try await environment.keys.freshKey(plan.key.id, in: place) != nil else { continue }
            problems.append(
                SeedProblem(
                    at: ["ReplicaRegions", String(index)],
                    message: "the key \(plan.key.id) is there already in \(region), and is no replica of this one"))
        }
        return problems
    }

    /// Makes a key, or brings an existing one in line with what the file says of it.
    public func seed(_ key: SeededKey) async throws(SeedFailure) -> SeedOutcome {
        let plan = try await plan(key)
        return try await seeded { () async throws(Failure) in
            guard let existing = try await existing(plan) else {
                try await make(plan)
                return .made
            }
            return try await bringInLine(existing, with: plan) ? .changed : .unchanged
        }
    }

    private func plan(_ key: SeededKey) async throws(SeedFailure) -> SeedPlan {
        var planner = SeedPlanner(key, environment)
        let plan = try await recorded { () async throws(RecordError) in try await planner.plan() }
        guard let plan else { throw .problem(planner.problems.first ?? SeedProblem(message: "it can't be made")) }
        return plan
    }

    private func existing(_ plan: SeedPlan) async throws(Failure) -> Key? {
        try await environment.keys.freshKey(plan.key.id, in: plan.call.place)
    }

    private func make(_ plan: SeedPlan) async throws(Failure) {
        let keys = environment.keys
        var record = plan.record
        plan.bringInLine(&record)
        var changes: [Change] = []
        for (index, material) in plan.materials.enumerated() {
            let rotation = KeyRecord.Rotation(date: plan.call.now, type: .automatic)
            record.materials.append(.init(id: material.id, rotation: index == 0 ? nil : rotation))
            record.publicKey = material.publicKey
            changes.append(keys.store.put(material.secret.bytes, as: record.materialRecordID(material.id)))
        }
        let made: Key
        if changes.isEmpty {
            made = try await keys.create(record, in: plan.call)
        } else {
            try await keys.commit([keys.store.put(record, over: 0)] + changes)
            made = try keys.key(Versioned(record, version: 1), in: plan.call.place)
        }
        _ = try await addReplicas(to: made, plan)
    }

    private func bringInLine(_ existing: Key, with plan: SeedPlan) async throws(Failure) -> Bool {
        let keys = environment.keys
        let hasNew = try await addReplicas(to: existing, plan)
        guard let current = try await keys.freshKey(plan.key.id, in: plan.call.place) else {
            throw .keyNotFound(arn: existing.arn)
        }
        let changes = keys.changes(of: [current] + (try await keys.otherKeys(of: current.record))) {
            plan.bringInLine(&$0)
        }
        let isChanged = changes.contains { if case .put = $0 { true } else { false } }
        if isChanged { try await keys.commit(changes) }
        return hasNew || isChanged
    }

    /// - Returns: whether one was missing.
    private func addReplicas(to key: Key, _ plan: SeedPlan) async throws(Failure) -> Bool {
        let missing = plan.key.replicaRegions.filter { key.record.multiRegion?.replicaRegions.contains($0) == false }
        var (primary, version) = (key.record, key.version)
        for region in missing {
            let place = MultiRegionRules.place(of: key, in: region)
            let policy = plan.policy ?? AcceptedPolicy(document: KeyPolicy.byDefault(in: place), principals: [:])
            let terms = KeyRecord.ReplicaTerms(region: region, policy: policy, description: "", tags: [])
            var replica = primary.replica(terms, at: plan.call.now)
            // It is there from the first request on.
            replica.transition = nil
            plan.bringInLine(&replica)
            let added = try await environment.keys.add(replica, to: &primary)
            try await environment.keys.commit([environment.keys.store.put(primary, over: version)] + added.changes)
            version += 1
        }
        return !missing.isEmpty
    }
}

extension SeedPlan {
    func conflicts(with existing: KeyRecord) -> [SeedProblem] {
        var problems: [SeedProblem] = []
        func compare(_ name: String, _ new: String, _ old: String) {
            guard new != old else { return }
            problems.append(SeedProblem(at: [name], message: "the key \(key.id) is there already, with \(old)"))
        }
        compare("KeySpec", record.spec.rawValue, existing.spec.rawValue)
        compare("KeyUsage", record.usage.rawValue, existing.usage.rawValue)
        if existing.origin != .awsKms || existing.isReplica {
            let what = existing.isReplica ? "as a replica" : "with imported key material"
            problems.append(SeedProblem(message: "the key \(key.id) is there already, \(what)"))
        }
        // What it was rotated to since does not matter.
        if problems.isEmpty, existing.materials.prefix(materials.count).map(\.id) != materials.map(\.id) {
            problems.append(
                SeedProblem(at: ["KeyMaterial"], message: "the key \(key.id) is there already, with other key material")
            )
        }
        return problems
    }

    /// What the file says, and no more. A key that waits for its deletion need not: the file wants it.
    func bringInLine(_ record: inout KeyRecord) {
        record.deletion = nil
        if let description = key.description { record.description = description }
        if let isEnabled = key.isEnabled { record.isEnabled = isEnabled }
        if key.tags != nil { record.tags = self.record.tags }
        if let policy { record.set(policy) }
        switch key.isRotated {
        case nil: break
        case false?: record.rotation = nil
        case true?:
            let days = key.rotationPeriodDays ?? record.rotation?.periodDays ?? Limits.rotationPeriodDaysDefault
            guard record.rotation?.periodDays != days else { return }
            record.rotation = .init(periodDays: days, next: call.now + Int64(days) * millisecondsPerDay)
        }
    }
}
