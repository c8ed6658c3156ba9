/// Who signs requests.
public struct LoadCaller: Hashable, Sendable {
    public var accessKeyID: String
    /// The secret access key.
    public var secret: String
    /// For temporary credentials.
    public var sessionToken: String?

    public init(accessKeyID: String, secret: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secret = secret
        self.sessionToken = sessionToken
    }
}

/// The keys and the IAM users over which a load is spread, made before it.
public struct PreparedLoad: Hashable, Sendable {
    /// A user who was made for this, with one access key and one inline policy.
    public struct User: Hashable, Sendable {
        public var name: String
        public var caller: LoadCaller
    }

    public var keyIDs: [String] = []
    public var users: [User] = []

    public init() {}

    /// What `text` gave.
    /// - Returns: nil if a line is neither a key nor a user.
    public init?(text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("key", 2): keyIDs.append(words[1])
            case ("user", 4):
                users.append(User(name: words[1], caller: LoadCaller(accessKeyID: words[2], secret: words[3])))
            default: return nil
            }
        }
    }

    /// One line each: `key ID`, `user NAME ACCESS-KEY-ID SECRET`. There are secrets in it.
    public var text: String {
        let lines =
            keyIDs.map { "key \($0)" } + users.map { "user \($0.name) \($0.caller.accessKeyID) \($0.caller.secret)" }
        return lines.map { $0 + "\n" }.joined()
    }
}
