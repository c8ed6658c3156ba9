import AWSJSON

/// A string of which the model lists the values.
protocol WireEnumeration: RawRepresentable<String>, CaseIterable, WireValue {
    /// All values, in the order in which AWS's messages list them.
    static var valueSet: [Self] { get }
}

extension WireEnumeration {
    static var valueSet: [Self] { Array(allCases) }

    /// The value that has exactly these bytes.
    init?(exactly text: String) {
        guard let value = Self(rawValue: text), text.isIdentical(to: value.rawValue) else { return nil }
        self = value
    }

    func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}
