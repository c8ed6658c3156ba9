/// Writes XML with a line for each element, as AWS's query services do.
struct XMLText {
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    mutating func element(_ name: String, xmlns: String? = nil, _ content: (inout XMLText) -> Void) {
        append(line: xmlns.map { "<\(name) xmlns=\"\($0)\">" } ?? "<\(name)>")
        depth += 1
        content(&self)
        depth -= 1
        append(line: "</\(name)>")
    }

    mutating func element(_ name: String, text: String) { append(line: "<\(name)>\(Self.escape(text))</\(name)>") }

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
