import AWSJSON
import ServiceModel

/// A value that responses hold.
protocol XMLValue {
    func write(to xml: inout XMLText, as name: String)
}

/// A value that is text in XML.
protocol XMLScalar: XMLValue {
    var xmlText: String { get }
}

/// A value with members.
protocol XMLStructure: XMLValue {
    func encode(to xml: inout XMLText)
}

extension XMLText {
    /// Writes nothing for nil.
    mutating func member(_ name: String, _ value: (some XMLValue)?) { value?.write(to: &self, as: name) }

    /// Writes text as URIs spell it (RFC 3986, section 2): so do IAM's answers with policies
    /// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html).
    mutating func member(_ name: String, percentEncoded text: String?) { member(name, text.map(Self.percentEncoded)) }

    static func percentEncoded(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if unreserved.contains(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexDigits[Int(byte >> 4)])
                encoded.append(hexDigits[Int(byte & 0xF)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let unreserved = ByteSet.alphanumerics.union("-._~")
    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}

extension XMLScalar {
    func write(to xml: inout XMLText, as name: String) { xml.element(name, text: xmlText) }
}

extension XMLScalar where Self: WireEnumeration {
    var xmlText: String { rawValue }
}

extension XMLStructure {
    func write(to xml: inout XMLText, as name: String) { xml.element(name) { encode(to: &$0) } }
}

extension String: XMLScalar {
    var xmlText: String { self }
}

extension Int: XMLScalar {
    var xmlText: String { String(self) }
}

extension Bool: XMLScalar {
    var xmlText: String { self ? "true" : "false" }
}

extension Timestamp: XMLScalar {
    var xmlText: String { iso8601 }
}

extension Array: XMLValue where Element: XMLValue {
    func write(to xml: inout XMLText, as name: String) {
        xml.element(name) { list in
            for element in self { element.write(to: &list, as: "member") }
        }
    }
}

/// In the order of the keys' texts, so that the same map is always the same XML.
extension Dictionary: XMLValue where Key: XMLScalar, Value: XMLValue {
    func write(to xml: inout XMLText, as name: String) {
        xml.element(name) { map in
            for (key, value) in sorted(by: { $0.key.xmlText < $1.key.xmlText }) {
                map.element("entry") { entry in
                    key.write(to: &entry, as: "key")
                    value.write(to: &entry, as: "value")
                }
            }
        }
    }
}
