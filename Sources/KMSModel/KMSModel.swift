// Room: KMSModel (floor 1)
// Holds: what requests to AWS KMS ask and its answers say (`Generated`, made by Tools/generate_model.py), how both are
//        read and written as JSON, KMS's modelled constraints and their messages, errors, ARNs, key identifiers, Regions.
// Must not know: keys, records, HTTP, signatures; whether what a request asks can be done.
// Go instead: to KeyService for what an operation does, to AWSJSON for JSON itself.

public import AWSJSON
public import ServiceModel

/// A structure that requests carry.
public protocol KMSStructure: Sendable {
    /// Reads the structure's JSON object and checks it against the model.
    static func draft(from reader: inout JSONReader) throws(JSONError) -> Draft<Self>
}

/// What an operation is asked. `RequestDecoder` makes it from a body.
public protocol KMSRequest: KMSStructure {}

/// What an operation answers.
public protocol KMSResponse: Sendable {
    /// Writes one JSON object, in the model's order. Members that are nil are left out.
    func encode(to writer: inout JSONWriter)
}

extension KMSResponse {
    /// The answer's body.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        encode(to: &writer)
        return writer.bytes
    }
}
