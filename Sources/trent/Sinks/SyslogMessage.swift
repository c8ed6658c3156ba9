import AuditTrail

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A record as a syslog message (https://www.rfc-editor.org/rfc/rfc5424).
///
/// The message's text is the record's JSON, without the byte order mark that the RFC wants before UTF-8: receivers pass
/// the text on as it is, and JSON must not begin with one (RFC 8259). What one filters by stands in the structured data
/// too. Facility is 13, "log audit"; severity is notice, or warning for a call that was refused or failed.
struct SyslogMessage {
    /// Who sends.
    struct Sender {
        var host: String
        var process: Int32

        static var thisProcess: Sender {
            var name = [CChar](repeating: 0, count: 256)
            // Cut off names may come without the zero at the end.
            let isKnown = gethostname(&name, name.count - 1) == 0
            let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return Sender(host: isKnown ? String(decoding: bytes, as: UTF8.self) : "", process: getpid())
        }
    }

    private static let facility = 13
    private static let notice = 5
    private static let warning = 4
    /// Names of structured data are IANA's, or somebody's enterprise number's. There is none for Trent: 32473 is the one
    /// for documents (RFC 5612), which nobody else's data bears.
    static let dataID = "trent@32473"

    /// One message, without an end of line or a length. Without its JSON (`isWhole`) it still says what happened, under
    /// which id the trail has the record, and how long that is.
    static func bytes(of entry: AuditEntry, from sender: Sender, isWhole: Bool = true) -> [UInt8] {
        let summary = RecordSummary(entry.json)
        let severity = summary.errorCode == nil ? notice : warning
        let header = [
            "<\(facility * 8 + severity)>1", field(summary.eventTime, max: 64), field(sender.host, max: 255), "trent",
            String(sender.process), field(summary.eventName, max: 32),
        ]
        var parameters = [
            ("eventID", summary.eventID), ("eventName", summary.eventName), ("eventSource", summary.eventSource),
            ("errorCode", summary.errorCode), ("account", entry.account), ("region", entry.region),
        ]
        if !isWhole { parameters.append(("recordBytes", String(entry.json.count))) }
        let head = header.joined(separator: " ") + " " + element(parameters)
        return isWhole ? Array(head.utf8) + [UInt8(ascii: " ")] + entry.json : Array(head.utf8)
    }

    /// What may stand in the header: printable ASCII without spaces, `-` for nothing.
    private static func field(_ text: String?, max: Int) -> String {
        let kept = (text ?? "").unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(max)
        return kept.isEmpty ? "-" : String(String.UnicodeScalarView(kept))
    }

    private static func element(_ parameters: [(name: String, value: String?)]) -> String {
        let written = parameters.compactMap { name, value in value.map { " \(name)=\"\(escaped($0))\"" } }
        return "[\(dataID)\(written.joined())]"
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            if ["\"", "\\", "]"].contains(scalar) { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return text
    }
}
