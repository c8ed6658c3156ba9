public import KeyCrypto

/// What users and roles of a seed file have alike. What is nil stays as it is if they are there already.
public struct SeededHolder: Sendable {
    /// 12 digits.
    public var account: String
    /// In which ARNs of managed policies are.
    public var partition: String
    public var name: String
    public var path: String?
    public var tags: [IAMTag]?
    /// The ARN of a managed policy.
    public var boundary: String?
    /// ARNs of managed policies: these and no others.
    public var attached: [String]?
    /// These and no others.
    public var inline: [Inline]?

    public struct Inline: Hashable, Sendable {
        public var name: String
        /// In JSON.
        public var document: String

        public init(name: String, document: String) {
            self.name = name
            self.document = document
        }
    }

    public init(account: String, partition: String, name: String) {
        self.account = account
        self.partition = partition
        self.name = name
    }
}

/// A user as a seed file has it.
public struct SeededUser: Sendable {
    public var holder: SeededHolder
    public var accessKeys: [AccessKey] = []

    public struct AccessKey: Sendable {
        public var id: String
        public var secret: HeldSecret
        public var isActive: Bool?

        public init(id: String, secret: HeldSecret, isActive: Bool?) {
            self.id = id
            self.secret = secret
            self.isActive = isActive
        }
    }

    public init(_ holder: SeededHolder) { self.holder = holder }
}

/// A role as a seed file has it.
public struct SeededRole: Sendable {
    public var holder: SeededHolder
    /// The trust policy in JSON.
    public var trust: String
    public var description: String?
    public var maxSessionSeconds: Int?

    public init(_ holder: SeededHolder, trust: String) {
        self.holder = holder
        self.trust = trust
    }
}

/// A customer managed policy as a seed file has it.
public struct SeededPolicy: Sendable {
    public var account: String
    public var partition: String
    public var name: String
    public var path: String?
    public var description: String?
    public var tags: [IAMTag]?
    /// In JSON.
    public var document: String

    public init(account: String, partition: String, name: String, document: String) {
        self.account = account
        self.partition = partition
        self.name = name
        self.document = document
    }

    public var arn: String { "arn:\(partition):iam::\(account):policy\(path ?? "/")\(name)" }
}
