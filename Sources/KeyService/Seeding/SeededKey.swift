public import KeyCrypto

/// A KMS key as a seed file has it: with an id and, if it has any, key material of the file's choice.
public struct SeededKey: Sendable {
    /// 12 digits.
    public var account: String
    /// One that `AWSRegions` knows.
    public var region: String
    /// A UUID, or `mrk-` and 32 hex digits for a multi-Region primary key.
    public var id: String
    /// As CreateKey takes it.
    public var spec = "SYMMETRIC_DEFAULT"
    public var usage: String?

    // Of an existing key, what is nil stays as it is.

    public var description: String?
    public var isEnabled: Bool?
    public var tags: [Tag]?
    /// In JSON.
    public var policy: String?
    /// Whether it is rotated automatically.
    public var isRotated: Bool?
    public var rotationPeriodDays: Int?

    /// From the oldest to the current one: random bytes, or PKCS #8 in DER. Empty for what is made with the key.
    public var materials: [HeldSecret] = []
    /// Of a multi-Region key.
    public var replicaRegions: [String] = []

    public struct Tag: Hashable, Sendable {
        public var key: String
        public var value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(account: String, region: String, id: String) {
        self.account = account
        self.region = region
        self.id = id
    }
}

/// An alias as a seed file has it.
public struct SeededAlias: Hashable, Sendable {
    /// 12 digits.
    public var account: String
    /// One that `AWSRegions` knows.
    public var region: String
    /// With `alias/`.
    public var name: String
    /// A key's id.
    public var target: String

    public init(account: String, region: String, name: String, target: String) {
        self.account = account
        self.region = region
        self.name = name
        self.target = target
    }
}
