import IAMPolicy
import KMSModel
import Records
import Synchronization

/// A key's grants as they decide, by what they call their grantees, as far as they were asked for. Immutable but for what is
/// added: when one of the key's grants changes, the whole is dropped.
final class KeyGrants: Sendable {
    private let byGrantee = Mutex<[String: GrantIndex]>([:])

    /// Sessions have ARNs of their own, and there can be many, hardly any with grants.
    private static let granteesMax = 1_000

    func find(_ grantee: String) -> GrantIndex? { byGrantee.withLock { $0[grantee] } }

    func insert(_ index: GrantIndex, for grantee: String) {
        byGrantee.withLock { known in
            if known.count >= Self.granteesMax { known = known.filter { !$0.value.isEmpty } }
            if known.count >= Self.granteesMax { known = [:] }
            known[grantee] = index
        }
    }
}

/// What grants permit.
extension GrantStore {
    /// A grant on a key that lets a requester do something, under whichever of his names.
    /// `search`: looks for it among the grants of one of his names.
    func match(
        for requester: Requester, on key: Key, _ search: (GrantIndex) -> GrantMatch?
    ) async throws(Failure) -> GrantMatch? {
        let known = keys.grants(on: key.record.recordID)
        for name in requester.grantNames {
            let index: GrantIndex
            if let found = known.find(name) {
                index = found
            } else {
                index = GrantIndex(try await grants(for: name, on: key.record).map(\.right))
                known.insert(index, for: name)
            }
            if let match = search(index) { return match }
        }
        return nil
    }

    /// The grant that lets a requester make another one: it permits CreateGrant, and the new one gives nothing that it
    /// does not give itself.
    /// `input`: of CreateGrant; another operation's finds none.
    func parent(of input: any KMSRequest, on key: Key, in call: Call) async throws(Failure) -> GrantMatch? {
        guard let input = input as? CreateGrantRequest, let terms = try? GrantRules.terms(input) else { return nil }
        let (child, caller) = (terms.right(id: ""), call.caller)
        return try await match(for: caller.requester, on: key) { index in
            index.parent(of: child, requester: caller.requester, sourceARN: caller.sourceARN)
        }
    }

    private func grants(for grantee: String, on key: KeyRecord) async throws(Failure) -> [GrantRecord] {
        let value = GrantRecord.granteeValue(grantee, account: key.account, region: key.region, keyID: key.id)
        var grants: [GrantRecord] = []
        var after: IndexPosition?
        repeat {
            let hits = try await stored { [after] () throws(RecordError) in
                try await store.scan(
                    GrantRecord.self, index: GrantRecord.granteeIndex, from: value, through: value, after: after,
                    limit: Self.pageSize)
            }
            // The store's index is not believed.
            grants += hits.map(\.found.value).filter { $0.granteeValues.contains(value) }
            after = hits.count < Self.pageSize ? nil : hits.last?.position
        } while after != nil
        return grants
    }

    private static let pageSize = 500
}

extension Requester {
    /// What grants that are for this requester are found by: ARNs, and the unique id, which stays when a name changes.
    fileprivate var grantNames: [String] {
        switch kind {
        case .assumedRole(let role): [role, arn, uniqueID]
        case .user: [arn, uniqueID]
        case .root, .federatedUser, .service, .webIdentity: [arn]
        }
    }
}

extension GrantRecord {
    /// The grant as it decides.
    var right: Grant { terms.right(id: id) }

    /// As it decides who may retire it.
    var retirementRights: [Grant] {
        let retirement: Set<String> = [GrantOperation.retireGrant.rawValue]
        var rights: [Grant] = []
        if let retiring = terms.retiring {
            rights.append(
                Grant(
                    id: id, grantee: retiring.grantee, granteeID: terms.retiringID, operations: retirement,
                    contextEquals: nil, contextSubset: nil, sourceARN: nil))
        }
        if terms.operations.contains(.retireGrant) {
            rights.append(
                Grant(
                    id: id, grantee: terms.grantee.grantee, granteeID: terms.granteeID, operations: retirement,
                    contextEquals: nil, contextSubset: nil, sourceARN: nil))
        }
        return rights
    }
}

extension GrantTerms {
    func right(id: String) -> Grant {
        Grant(
            id: id, grantee: grantee.grantee, granteeID: granteeID, operations: Set(operations.map(\.rawValue)),
            contextEquals: constraints?.encryptionContextEquals?.pairs.map { ($0.key, $0.value) },
            contextSubset: constraints?.encryptionContextSubset?.pairs.map { ($0.key, $0.value) },
            sourceARN: constraints?.sourceArn)
    }
}

extension GrantPrincipal {
    fileprivate var grantee: Grant.Grantee {
        switch self {
        case .arn(let arn): .principal(arn)
        case .service(let name): .service(name)
        }
    }
}
