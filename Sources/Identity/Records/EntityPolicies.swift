import AWSJSON
import Records

/// A policy that is part of a user, group or role.
struct InlinePolicy: Hashable, Sendable {
    var name: String
    /// As it was put, in JSON.
    var document: String
}

/// A tag of a user, role, policy, provider or session.
public struct IAMTag: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// The policies that a user, group or role has.
struct EntityPolicies: Hashable, Sendable {
    /// In order of their names.
    var inline: [InlinePolicy] = []
    /// ARNs of managed policies as partition `aws` names them, in the order in which they were attached.
    var attached: [String] = []
    /// The ARN of the managed policy that bounds what the others can give, likewise. Groups have none.
    var boundary: String?

    func indexes(account: String) -> [IndexEntry] {
        let attached = attached.map {
            IndexEntry(EntityIndex.policy, EntityIndex.policyValue($0, account: account))
        }
        let boundary = boundary.map {
            IndexEntry(EntityIndex.boundary, EntityIndex.policyValue($0, account: account))
        }
        return attached + (boundary.map { [$0] } ?? [])
    }

    var members: [JSONValue.Member] {
        let inline = inline.map { JSONValue.array([.string($0.name), .string($0.document)]) }
        return [.init("inline", .array(inline)), .init("attached", .strings(attached))]
            + (boundary.map { [.init("boundary", .string($0))] } ?? [])
    }

    static let memberNames: Set<String> = ["inline", "attached", "boundary"]

    /// Of the record that holds them.
    init?(json: JSONValue) {
        guard let pairs = json["inline"]?.pairs, let attached = json["attached"]?.strings,
            let boundary = json.optional("boundary", \.string)
        else { return nil }
        inline = pairs.map { InlinePolicy(name: $0.0, document: $0.1) }
        self.attached = attached
        self.boundary = boundary
    }

    init(attached: [String] = []) { self.attached = attached }
}

/// A user, group or role: what policies are attached to.
protocol PolicyHolder: Entity {
    var policies: EntityPolicies { get set }
}

/// What can have tags.
protocol Tagged: RecordContent {
    var tags: [IAMTag] { get set }
}

extension [IAMTag] {
    /// As a list of pairs: keys that JSON would take for the same may differ in their bytes.
    var json: JSONValue { .array(map { .array([.string($0.key), .string($0.value)]) }) }

    init?(json: JSONValue?) {
        guard let pairs = json?.pairs else { return nil }
        self = pairs.map { IAMTag(key: $0.0, value: $0.1) }
    }
}
