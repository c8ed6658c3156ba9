/// Bytes that JSON carries as base64. They are often secret, so printing a blob shows only its length.
///
/// Comparison does not take constant time: compare authentication tags elsewhere.
public struct Blob: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter base64: in the standard alphabet with padding, as `JSONReader.readBlob` takes it.
    /// - Throws: `JSONError.invalidBase64`, with offset 0.
    public init(base64: String) throws(JSONError) {
        guard let bytes = Base64.decode(base64) else { throw .invalidBase64(offset: 0) }
        self.bytes = bytes
    }

    /// In the standard alphabet with padding.
    public var base64: String { Base64.encode(bytes) }
}

extension Blob: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Blob(\(bytes.count) bytes)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
