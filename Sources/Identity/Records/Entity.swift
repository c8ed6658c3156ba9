import Records

/// The kinds of named things that an account has, as ARNs and unique ids spell them
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
enum EntityKind: String, CaseIterable, Hashable, Sendable {
    case user
    case group
    case role
    case policy

    /// What its unique ids begin with.
    var idPrefix: String {
        switch self {
        case .user: "AIDA"
        case .group: "AGPA"
        case .role: "AROA"
        case .policy: "ANPA"
        }
    }
}

/// A user, group, role or customer managed policy. Names are unique within account and kind whatever their case: a
/// record's name is the lower-case one.
protocol Entity: RecordContent, Hashable {
    static var kind: EntityKind { get }
    /// As its maker spelt it.
    var name: String { get set }
    /// Begins and ends with a slash.
    var path: String { get set }
    /// 12 digits.
    var account: String { get }
    /// The prefix of its kind and 17 characters; never given twice.
    var uniqueID: String { get }
    /// Milliseconds since 1970.
    var created: Int64 { get }
}

extension Entity {
    static func recordID(_ name: String, account: String) -> RecordID {
        RecordID(collection, account: account, region: "", name: name.lowercased())
    }

    var recordID: RecordID { Self.recordID(name, account: account) }

    func arn(in partition: String) -> String {
        "arn:\(partition):iam::\(account):\(Self.kind.rawValue)\(path)\(name)"
    }

    /// How it is found by its unique id.
    var idEntry: IndexEntry { IndexEntry(EntityIndex.id, uniqueID) }
}

/// The indexes of entities. Who finds something through one checks it against the record's content.
enum EntityIndex {
    static let id = "id"
    /// Of users: the unique id of a group they are in.
    static let group = "group"
    /// Of users, groups and roles: account and ARN of a managed policy that is attached to them.
    static let policy = "policy"
    /// Of users and roles: account and ARN of the managed policy that is their boundary.
    static let boundary = "boundary"

    static func policyValue(_ arn: String, account: String) -> String { "\(account)/\(arn)" }
}
