public import AWSJSON

/// A structure that requests in JSON carry.
public protocol JSONStructure: RecordedStructure, Sendable {
    /// Reads the structure's JSON object and checks it against the model.
    static func draft(from reader: inout JSONReader) throws(JSONError) -> Draft<Self>
}

/// What an operation is asked in JSON.
public protocol JSONRequest: JSONStructure {}

/// What an operation answers in JSON.
public protocol JSONResponse: RecordedStructure, Sendable {
    /// Writes one JSON object, in the model's order. Members that are nil are left out.
    func encode(to writer: inout JSONWriter)
}

extension JSONResponse {
    /// The answer's body.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        encode(to: &writer)
        return writer.bytes
    }
}
