import IAMPolicy
import Records

/// A role that somebody asks for, with its trust policy parsed.
struct AssumableRole: Sendable {
    var record: RoleRecord
    /// As the caller's partition names it.
    var arn: String
    var trust: ResourcePolicy

    static let defaultSeconds = 3600

    /// - Throws: `ValidationError` if the role does not let its sessions last that long.
    func seconds(asked: Int?) throws(STSFailure) -> Int {
        let seconds = asked ?? Self.defaultSeconds
        guard seconds <= record.maxSessionSeconds else {
            throw .validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
        return seconds
    }
}

extension STSService {
    /// - Throws: `ValidationError` if the text is no role's ARN in the partition.
    func roleName(_ arn: String, in partition: String) throws(STSFailure) -> EntityARN {
        guard let name = EntityARN(arn), name.kind == .role, name.partition == partition else {
            throw .validation("Request ARN is invalid")
        }
        return name
    }

    /// - Returns: nil if there is no such role. Its ARN is compared exactly.
    func role(_ arn: String, _ name: EntityARN) async throws(STSFailure) -> AssumableRole? {
        let id = RoleRecord.recordID(name.name, account: name.account)
        let found = try await recorded { () throws(RecordError) in try await identity.store.read(RoleRecord.self, id) }
        guard let record = found?.value, record.arn(in: name.partition).utf8.elementsEqual(arn.utf8) else { return nil }
        do throws(PolicyError) {
            let document = try PolicyDocument(parsing: record.trust.document, as: .trust)
            let trust = ResourcePolicy(document: document, principalIDs: record.trust.principalIDs)
            return AssumableRole(record: record, arn: arn, trust: trust)
        } catch {
            throw .records(.undecodable(id))
        }
    }
}
