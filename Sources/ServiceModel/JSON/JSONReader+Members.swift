public import AWSJSON

/// Values of members. Null is nil.
extension JSONReader {
    @inlinable
    public mutating func optionalString() throws(JSONError) -> String? { try readNull() ? nil : readString() }

    @inlinable
    public mutating func optionalBlob() throws(JSONError) -> Blob? { try readNull() ? nil : readBlob() }

    @inlinable
    public mutating func optionalBool() throws(JSONError) -> Bool? { try readNull() ? nil : readBool() }

    @inlinable
    public mutating func optionalInt() throws(JSONError) -> Int? { try readNull() ? nil : Int(readInt64()) }

    @inlinable
    public mutating func optionalTimestamp() throws(JSONError) -> Timestamp? { try readNull() ? nil : readTimestamp() }

    @inlinable
    public mutating func optionalStrings() throws(JSONError) -> [String]? {
        if try readNull() { return nil }
        var strings: [String] = []
        try beginArray()
        while try nextElement() { strings.append(try readString()) }
        return strings
    }

    @inlinable
    public mutating func optionalStructure<T: JSONStructure>(_ type: T.Type) throws(JSONError) -> Draft<T>? {
        try readNull() ? nil : T.draft(from: &self)
    }

    @inlinable
    public mutating func optionalStructures<T: JSONStructure>(_ type: T.Type) throws(JSONError) -> Draft<[T]>? {
        if try readNull() { return nil }
        var values: [T] = []
        var violations = Violations()
        var position = 0
        try beginArray()
        while try nextElement() {
            position += 1
            let draft = try T.draft(from: &self)
            violations.append(draft.violations, under: "\(position).member")
            if let value = draft.value { values.append(value) }
        }
        return Draft(values, violations)
    }
}
