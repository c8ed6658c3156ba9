import AWSJSON
import ServiceModel

/// Values of members. Null is nil.
extension JSONReader {
    mutating func optionalString() throws(JSONError) -> String? { try readNull() ? nil : readString() }

    mutating func optionalBlob() throws(JSONError) -> Blob? { try readNull() ? nil : readBlob() }

    mutating func optionalBool() throws(JSONError) -> Bool? { try readNull() ? nil : readBool() }

    mutating func optionalInt() throws(JSONError) -> Int? { try readNull() ? nil : Int(readInt64()) }

    mutating func optionalTimestamp() throws(JSONError) -> Timestamp? { try readNull() ? nil : readTimestamp() }

    mutating func optionalStrings() throws(JSONError) -> [String]? {
        if try readNull() { return nil }
        var strings: [String] = []
        try beginArray()
        while try nextElement() { strings.append(try readString()) }
        return strings
    }

    mutating func optionalStringMap() throws(JSONError) -> StringMap? {
        if try readNull() { return nil }
        var builder = StringMap.Builder()
        try beginObject()
        while let key = try nextMember() { builder.set(key, try readString()) }
        return builder.map
    }

    mutating func optionalStructure<T: KMSStructure>(_ type: T.Type) throws(JSONError) -> Draft<T>? {
        try readNull() ? nil : T.draft(from: &self)
    }

    mutating func optionalStructures<T: KMSStructure>(_ type: T.Type) throws(JSONError) -> Draft<[T]>? {
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
