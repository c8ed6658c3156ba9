/// A string of which a model lists the values.
public protocol WireEnumeration: RawRepresentable<String>, CaseIterable, RecordedKey, RecordedValue, Sendable {
    /// All values, in the order in which AWS's messages list them.
    static var valueSet: [Self] { get }
}

extension WireEnumeration {
    public static var valueSet: [Self] { Array(allCases) }

    /// The value that has exactly these bytes.
    @inlinable
    public init?(exactly text: String) {
        guard let value = Self(rawValue: text), text.isIdentical(to: value.rawValue) else { return nil }
        self = value
    }
}
