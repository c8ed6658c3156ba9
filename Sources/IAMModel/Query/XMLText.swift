/// Writes XML with a line for each element, as AWS's query services do.
public struct XMLText {
    public private(set) var bytes: [UInt8] = []
    private var depth = 0

    public init() {}

    /// Writes an element with what `content` writes in it.
    public mutating func element(_ name: String, xmlns: String? = nil, _ content: (inout XMLText) -> Void) {
        let attributes = xmlns.map { " xmlns=\"\($0)\"" } ?? ""
        let start = bytes.count
        append(line: "<\(name)\(attributes)>")
        let inside = bytes.count
        depth += 1
        content(&self)
        depth -= 1
        if bytes.count == inside {
            bytes.removeSubrange(start...)
            append(line: "<\(name)\(attributes)/>")
        } else {
            append(line: "</\(name)>")
        }
    }

    /// Writes an element that holds text. Characters that XML does not have are replaced.
    public mutating func element(_ name: String, text: String) {
        append(line: "<\(name)>\(Self.escape(text))</\(name)>")
    }

    private mutating func append(line: String) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            // XML 1.0, section 2.2: these can't stand in a document in any form.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
                escaped.append("\u{FFFD}")
            case "\r": escaped.append(contentsOf: "&#13;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
