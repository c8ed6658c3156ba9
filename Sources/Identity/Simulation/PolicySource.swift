import IAMModel
import IAMPolicy
import Records

/// A user, group or role whose policies are looked at.
struct PolicySource: Sendable {
    let kind: EntityKind
    let arn: String
    var policies: PrincipalPolicies

    /// Policies that come with a request; labelled by their places in its list, from 1.
    static func given(_ texts: [String], _ list: String) throws(IAMFailure) -> [IAMPolicy.AttachedPolicy] {
        var policies: [IAMPolicy.AttachedPolicy] = []
        for (index, text) in texts.enumerated() {
            do throws(PolicyError) {
                let document = try PolicyDocument(parsing: text, as: .identity)
                policies.append(.init(arn: nil, label: "\(list).\(index + 1)", document: document))
            } catch {
                throw .refused(.invalidInput, error.reason)
            }
        }
        return policies
    }

    /// Each key once, in the order in which the policies mention them.
    static func contextKeys(_ policies: [IAMPolicy.AttachedPolicy]) -> [String] {
        var seen: Set<String> = []
        return policies.flatMap(\.document.contextKeys).filter { seen.insert($0.lowercased()).inserted }
    }
}

/// What a request names as a source, whether it is there or not.
struct NamedSource: Sendable {
    let name: EntityARN
    let found: PolicySource?

    func required() throws(IAMFailure) -> PolicySource {
        guard let found else { throw .notFound(name.kind, name.name) }
        return found
    }
}

/// A command about the policies of one user, group or role, by its ARN.
protocol SourceCommand: IAMCommand where Subject == NamedSource {
    static func arn(_ input: Input) -> String
}

extension SourceCommand {
    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> NamedSource {
        let arn = arn(input)
        guard let name = EntityARN(arn), name.kind != .policy, name.account == call.account,
            name.partition == call.partition
        else {
            throw .refused(.invalidInput, "Invalid Entity Arn: \(arn) does not clearly define entity type and name.")
        }
        return NamedSource(name: name, found: try await call.policySource(name, arn))
    }

    static func permissions(_ input: Input, _ subject: NamedSource, in call: IAMCall) -> [IAMPermission] {
        [IAMPermission(operation, on: arn(input))]
    }
}

extension IAMCall {
    fileprivate func policySource(_ name: EntityARN, _ arn: String) async throws(IAMFailure) -> PolicySource? {
        let callers = Callers(entities: identity.entities)
        let policies: PrincipalPolicies?
        switch name.kind {
        case .user:
            let id = try await uniqueID(UserRecord.self, name)
            policies = try await stored { () throws(RecordError) in
                guard let id, let user = try await identity.entities.user(arn, id: id) else { return nil }
                return try await callers.policies(of: user)
            }
        case .role:
            let id = try await uniqueID(RoleRecord.self, name)
            policies = try await stored { () throws(RecordError) in
                guard let id, let role = try await identity.entities.role(arn, id: id) else { return nil }
                return try await callers.policies(of: role)
            }
        case .group, .policy:
            let id = try await uniqueID(GroupRecord.self, name)
            policies = try await stored { () throws(RecordError) in
                guard let id, let group = try await identity.entities.group(id: id) else { return nil }
                return try await callers.policies(of: group)
            }
        }
        return policies.map { PolicySource(kind: name.kind, arn: arn, policies: $0) }
    }

    private func uniqueID<Record: Entity>(_ type: Record.Type, _ name: EntityARN) async throws(IAMFailure) -> String? {
        let found = try await read(type, Record.recordID(name.name, account: account))?.value
        // Exactly as policies compared it: a record is found whatever the name's case.
        return found?.path == name.path && found?.name == name.name ? found?.uniqueID : nil
    }
}
