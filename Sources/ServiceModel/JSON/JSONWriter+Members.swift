public import AWSJSON

/// A value that responses hold.
public protocol WireValue {
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    /// Writes nothing for nil.
    @inlinable
    public mutating func member(_ name: String, _ value: (some WireValue)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }
}

extension WireValue where Self: WireEnumeration {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}

extension String: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.int(Int64(self)) }
}

extension Bool: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Blob: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.blob(self) }
}

extension Timestamp: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) { writer.timestamp(self) }
}

extension Array: WireValue where Element: WireValue {
    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
}
