import IAMModel
import Records

/// How lists are read.
extension IAMCall {
    /// How many records a page looks at, whether it gives them or not.
    private static let examinedMax = 1000

    /// A page of the account's entities of a kind, in order of their names without regard to case.
    /// `belongs`: a page may have fewer than `limit`, though there are more.
    func page<Record: Entity>(
        of type: Record.Type, marker: String?, limit: Int?, where belongs: (Record) -> Bool
    ) async throws(IAMFailure) -> Page<Record> {
        let limit = limit ?? Marker.itemsDefault
        var last = try Marker.read(marker)
        var found: [Record] = []
        var examined = 0
        while true {
            let batch = try await scan(type, after: last, limit: limit + 1)
            for record in batch {
                if found.count == limit || examined == Self.examinedMax {
                    return Page(found, marker: last.map { Marker.make(after: $0) })
                }
                examined += 1
                last = record.recordID.name
                if belongs(record) { found.append(record) }
            }
            if batch.count <= limit { return Page(found, marker: nil) }
        }
    }

    func scan<Record: RecordContent>(
        _ type: Record.Type, after: String?, limit: Int
    ) async throws(IAMFailure) -> [Record] {
        let account = account
        let store = store
        return try await stored { () throws(RecordError) in
            try await store.scan(type, account: account, region: "", after: after, limit: limit)
        }.map(\.value)
    }

    /// A page of those that an index names, in order of their records' names.
    /// `after`: the name of the last one seen.
    /// `belongs`: what the index says is only believed if the record says so too.
    func indexed<Record: Entity>(
        _ type: Record.Type, _ index: String, _ value: String, after: String?, limit: Int,
        where belongs: (Record) -> Bool
    ) async throws(IAMFailure) -> [Record] {
        let account = account
        let store = store
        let position = after.map {
            IndexPosition(
                value: value, id: RecordID(Record.collection, account: account, region: "", name: $0))
        }
        return try await stored { () throws(RecordError) in
            try await store.scan(
                type, index: index, from: value, through: value, after: position, limit: limit)
        }.map(\.found.value).filter { $0.account == account && belongs($0) }
    }

    /// How often one of AWS's policies is used. Counted, since it has no record here.
    func uses(of policy: AWSManagedPolicy) async throws(IAMFailure) -> PolicyUses {
        let arn = policy.arn(in: .recordPartition)
        var uses = PolicyUses()
        uses.attachments += try await countHolders(UserRecord.self, EntityIndex.policy, arn)
        uses.attachments += try await countHolders(GroupRecord.self, EntityIndex.policy, arn)
        uses.attachments += try await countHolders(RoleRecord.self, EntityIndex.policy, arn)
        uses.boundaries += try await countHolders(UserRecord.self, EntityIndex.boundary, arn)
        uses.boundaries += try await countHolders(RoleRecord.self, EntityIndex.boundary, arn)
        return uses
    }

    private func countHolders<Record: PolicyHolder>(
        _ type: Record.Type, _ index: String, _ arn: String
    ) async throws(IAMFailure) -> Int {
        let value = EntityIndex.policyValue(arn, account: account)
        var count = 0
        var last: String?
        while true {
            let batch = try await indexed(type, index, value, after: last, limit: Self.examinedMax) { record in
                index == EntityIndex.boundary
                    ? record.policies.boundary == arn : record.policies.attached.contains(arn)
            }
            count += batch.count
            guard batch.count == Self.examinedMax else { return count }
            last = batch.last?.recordID.name
        }
    }
}
