import AWSJSON
import ServiceModel

/// A value that responses hold.
protocol WireValue {
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    /// Writes nothing for nil.
    mutating func member(_ name: String, _ value: (some WireValue)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }
}

extension WireValue where Self: WireEnumeration {
    func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}

extension String: WireValue {
    func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: WireValue {
    func write(to writer: inout JSONWriter) { writer.int(Int64(self)) }
}

extension Bool: WireValue {
    func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Blob: WireValue {
    func write(to writer: inout JSONWriter) { writer.blob(self) }
}

extension Timestamp: WireValue {
    func write(to writer: inout JSONWriter) { writer.timestamp(self) }
}

extension StringMap: WireValue {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for pair in pairs {
            writer.name(pair.key)
            writer.string(pair.value)
        }
        writer.endObject()
    }
}

extension Array: WireValue where Element: WireValue {
    func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
}
