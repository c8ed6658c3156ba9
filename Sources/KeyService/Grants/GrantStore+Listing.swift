import AWSJSON
import KMSModel
import Records

/// How grants are found.
extension GrantStore {
    static let limitDefault = 50
    static let limitMax = 100
    struct Filter {
        var grantID: String?
        var grantee: GrantPrincipal?

        func accepts(_ grant: GrantRecord) -> Bool {
            (grantID == nil || grant.id == grantID) && (grantee == nil || grant.terms.grantee == grantee)
        }
    }

    struct Found {
        var grants: [GrantRecord] = []
        var nextMarker: String?
    }

    /// A page of a key's grants, in order of id.
    func page(
        of key: KeyRecord, _ filter: Filter, marker: String?, limit: Int
    ) async throws(Failure) -> Found {
        let last = try readMarker(marker)
        if let id = filter.grantID {
            let grant = try await grant(id, of: key)
            return Found(grants: [grant].compactMap { $0 }.filter(filter.accepts))
        }
        let records =
            if let grantee = filter.grantee {
                try await records(of: key, for: grantee, after: last, limit: limit + 1)
            } else {
                try await records(of: key, after: last, limit: limit + 1)
            }
        let grants = records.prefix(limit)
        // The store's index is not believed.
        return Found(
            grants: grants.filter { $0.isOf(key) && filter.accepts($0) },
            nextMarker: records.count > limit ? grants.last.map { Marker.make(after: $0.id) } : nil)
    }

    private func readMarker(_ marker: String?) throws(Failure) -> String {
        guard let last = try Marker.read(marker) else { return "" }
        guard Hex.decode(last)?.count == GrantRecord.idBytes else { throw .invalidMarker }
        return last
    }

    private func records(of key: KeyRecord, after id: String, limit: Int) async throws(Failure) -> [GrantRecord] {
        let page = try await stored { () throws(RecordError) in
            try await store.scan(
                GrantRecord.self, account: key.account, region: key.region,
                after: GrantRecord.recordName(id, keyID: key.id), limit: limit)
        }
        return page.map(\.value).prefix { $0.isOf(key) }.map { $0 }
    }

    private func records(
        of key: KeyRecord, for grantee: GrantPrincipal, after id: String, limit: Int
    ) async throws(Failure) -> [GrantRecord] {
        let value = GrantRecord.granteeValue(
            grantee.arn ?? grantee.service ?? "", account: key.account, region: key.region, keyID: key.id)
        let position = IndexPosition(
            value: value,
            id: RecordID(
                GrantRecord.collection, account: key.account, region: key.region,
                name: GrantRecord.recordName(id, keyID: key.id)))
        let hits = try await stored { () throws(RecordError) in
            try await store.scan(
                GrantRecord.self, index: GrantRecord.granteeIndex, from: value, through: value, after: position,
                limit: limit)
        }
        return hits.map(\.found.value)
    }

    /// The grant of a key that a request with such terms repeats.
    func repetition(of terms: GrantTerms, on key: KeyRecord) async throws(Failure) -> GrantRecord? {
        guard let name = terms.name else { return nil }
        let value = GrantRecord.nameValue(name, of: key)
        var after: IndexPosition?
        repeat {
            let hits = try await stored { [after] () throws(RecordError) in
                try await store.scan(
                    GrantRecord.self, index: GrantRecord.nameIndex, from: value, through: value, after: after,
                    limit: Self.limitMax)
            }
            // The store's index is not believed.
            for grant in hits.map(\.found.value) where grant.isOf(key) && grant.terms.isRepeated(by: terms) {
                return grant
            }
            after = hits.count < Self.limitMax ? nil : hits.last?.position
        } while after != nil
        return nil
    }

    /// A page of the grants in a Region that a principal may retire, on whatever keys.
    /// `value`: what the index has for the principal.
    func page(retirableBy value: String, region: String, marker: String?, limit: Int) async throws(Failure) -> Found {
        let after = try Marker.read(marker).map { (last) throws(Failure) in
            IndexPosition(value: value, id: try Self.recordID(last, region: region))
        }
        let hits = try await stored { () throws(RecordError) in
            try await store.scan(
                GrantRecord.self, index: GrantRecord.retiringIndex, from: value, through: value, after: after,
                limit: limit + 1)
        }
        var found = Found()
        // The store's index is not believed.
        found.grants = hits.prefix(limit).map(\.found.value).filter { $0.retiringValue == value }
        if hits.count > limit {
            let last = hits[limit - 1].position.id
            found.nextMarker = Marker.make(after: "\(last.account)/\(last.name)")
        }
        return found
    }

    private static func recordID(_ text: String, region: String) throws(Failure) -> RecordID {
        let parts = text.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { throw .invalidMarker }
        return RecordID(GrantRecord.collection, account: String(parts[0]), region: region, name: String(parts[1]))
    }
}

extension GrantRecord {
    fileprivate func isOf(_ key: KeyRecord) -> Bool {
        account == key.account && region == key.region && keyID == key.id
    }

    /// As ListGrants and ListRetirableGrants show it.
    /// `partition`: that of its Region.
    func entry(partition: String) -> GrantListEntry {
        GrantListEntry(
            keyId: Place(account: account, region: region, partition: partition).keyARN(keyID), grantId: id,
            name: terms.name, creationDate: Timestamp(milliseconds: created), granteePrincipal: terms.grantee.arn,
            retiringPrincipal: terms.retiring?.arn, issuingAccount: "arn:\(partition):iam::\(issuer):root",
            operations: terms.operations, constraints: terms.constraints,
            granteeServicePrincipal: terms.grantee.service, retiringServicePrincipal: terms.retiring?.service)
    }
}
