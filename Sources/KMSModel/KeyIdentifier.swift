/// The four ways in which a request names a key, as `KeyId` and its like
/// (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id).
public enum KeyIdentifier: Hashable, Sendable {
    /// A UUID, or `mrk-` and 32 hex digits.
    case keyID(String)
    /// `alias/NAME`.
    case aliasName(String)
    /// An ARN of a key or of an alias.
    case arn(KMSARN)
    /// It begins as an ARN does, but is none of a key or an alias.
    case malformedARN(String)
    /// None of these.
    case malformed(String)

    public init(_ text: String) {
        if text.utf8.starts(with: KMSARN.aliasPrefix.utf8) {
            self = .aliasName(text)
        } else if text.utf8.starts(with: "arn:".utf8) {
            self = KMSARN(parsing: text).map { .arn($0) } ?? .malformedARN(text)
        } else {
            self = Self.isKeyID(text) ? .keyID(text) : .malformed(text)
        }
    }

    /// Whether it names an alias.
    public var isAlias: Bool { aliasName != nil }

    /// The alias's name, `alias/` included, if it names one.
    public var aliasName: String? {
        switch self {
        case .aliasName(let name): name
        case .arn(let arn): if case .alias(let name) = arn.resource { name } else { nil }
        case .keyID, .malformedARN, .malformed: nil
        }
    }

    /// Whether a text has the form of a key id: a UUID with its dashes, or `mrk-` and 32 hex digits.
    public static func isKeyID(_ text: String) -> Bool {
        var bytes = Array(text.utf8)
        if bytes.starts(with: "mrk-".utf8) {
            bytes.removeFirst(4)
            return bytes.count == 32 && bytes.allSatisfy(isHexDigit)
        }
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : isHexDigit(byte)
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
