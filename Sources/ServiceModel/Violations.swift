/// What is wrong with a request by a model's constraints, in the words of AWS.
public struct Violations: Sendable {
    private var entries: [Violation] = []
    @usableFromInline
    var count = 0

    /// More are counted, but not told: three bytes of a request can be two violations.
    static let toldMax = 100

    public init() {}

    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// The message as records and logs have it: without the values of secret members, which the caller is told. Nil if there
    /// are none.
    public var recordedMessage: String? {
        guard entries.contains(where: \.isOfSecret) else { return nil }
        var hidden = self
        for index in entries.indices where entries[index].isOfSecret { hidden.entries[index].value = .hidden }
        return hidden.message
    }

    /// Members that records leave out, of all models; `Tools/model_corrections.json` has the reasons.
    public static let secretMembers: Set<String> = [
        "contextAssertion", "grantToken", "grantTokens", "importToken", "keyStorePassword", "password",
        "rawSecretAccessKey", "secretAccessKey", "sessionToken", "tokenCode", "webIdentityToken",
    ]

    /// `2 validation errors detected: …; …`
    public var message: String {
        if count == 1, let words = entries.first?.wordsOfItsOwn { return words }
        let noun = count == 1 ? "error" : "errors"
        return "\(count) validation \(noun) detected: \(entries.map(\.text).joined(separator: "; "))"
    }

    public mutating func add(_ value: Violation.Value, at path: String, _ constraint: String) {
        count += 1
        if entries.count < Self.toldMax {
            entries.append(Violation(value: value, path: path, constraint: constraint))
        }
    }

    /// Adds those of a structure that stands at `path`.
    public mutating func append(_ nested: Violations, under path: String) {
        count += nested.count
        for var entry in nested.entries.prefix(Self.toldMax - entries.count) {
            entry.path = "\(path).\(entry.path)"
            entries.append(entry)
        }
    }
}

/// One constraint that one member does not satisfy.
public struct Violation: Sendable {
    var value: Value
    /// As `tags.1.member.tagKey`: names begin in lower case, positions begin with 1.
    var path: String
    var constraint: String

    public enum Value: Sendable {
        case null
        /// Secret or not text, and so not repeated.
        case hidden
        case shown(String)
    }

    /// IAM looks at the characters of names after all else, and words it in another way.
    var wordsOfItsOwn: String? {
        guard constraint == Pattern.name.constraint, let member = path.split(separator: ".").last else { return nil }
        return "The specified value for \(member) is invalid. It must contain only alphanumeric characters and/or the "
            + "following: +=,.@_-"
    }

    /// Whether it repeats a value that records don't have.
    var isOfSecret: Bool {
        guard case .shown = value else { return false }
        return path.split(separator: ".").contains { Violations.secretMembers.contains(String($0)) }
    }

    var text: String { "\(valueText) at '\(path)' failed to satisfy constraint: \(constraint)" }

    private var valueText: String {
        switch value {
        case .null: "Value null"
        case .hidden: "Value"
        case .shown(let text): "Value '\(text)'"
        }
    }
}
