/// A number as its text, so that nothing is lost. Numbers are equal if their texts are: `1` is not `1.0`.
public struct JSONNumber: Hashable, Sendable {
    /// As RFC 8259 section 6 has it.
    public let text: String

    /// - Returns: nil if the text is anything but one JSON number.
    public init?(text: String) {
        let bytes = Array(text.utf8)
        guard let token = try? bytes.span.numberToken(at: 0), token.end == bytes.count else { return nil }
        self.text = text
    }

    public init(_ value: Int64) { text = String(value) }

    /// - Returns: nil if the value is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// - Parameter text: known to be a JSON number.
    init(checked text: String) { self.text = text }

    /// The value, however it is written, for example `1e2`; nil if it is no integer or 64 bits do not hold it.
    public var int64: Int64? {
        var reader = JSONReader(Array(text.utf8))
        return try? reader.readInt64()
    }

    /// The nearest double; nil beyond the largest finite one.
    public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

extension Double {
    /// What Smithy's awsJson1_1 protocol writes, as a string, for a double that no JSON number stands for.
    var nonFiniteName: String? {
        if isFinite { return nil }
        if isNaN { return "NaN" }
        return self > 0 ? "Infinity" : "-Infinity"
    }

    init?(nonFiniteName name: String) {
        switch name {
        case "NaN": self = .nan
        case "Infinity": self = .infinity
        case "-Infinity": self = -.infinity
        default: return nil
        }
    }
}
