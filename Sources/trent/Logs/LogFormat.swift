import AWSJSON
import Logging

/// How a line of the log looks.
enum LogFormat: String, CaseIterable {
    /// `2026-11-24T10:31:20.123Z info call operation=Encrypt status=200`
    case text
    /// One JSON object a line, with `time`, `level`, `message` and the line's fields.
    case json

    func line(time: String, level: Logger.Level, message: String, fields: [LogField]) -> [UInt8] {
        switch self {
        case .text: textLine(time, level, message, fields)
        case .json: jsonLine(time, level, message, fields)
        }
    }

    private func textLine(_ time: String, _ level: Logger.Level, _ message: String, _ fields: [LogField]) -> [UInt8] {
        var line = "\(time) \(level) \(oneLine(message))"
        for field in fields { line += " \(field.name)=\(quotedIfNeeded(field.value.description))" }
        return Array(line.utf8) + [UInt8(ascii: "\n")]
    }

    private func jsonLine(_ time: String, _ level: Logger.Level, _ message: String, _ fields: [LogField]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        for (name, text) in [("time", time), ("level", level.rawValue), ("message", message)] {
            json.name(name)
            json.string(text)
        }
        for field in fields {
            json.name(field.name)
            switch field.value {
            case .stringConvertible(let number as Int): json.int(Int64(number))
            case .stringConvertible(let number as Double): json.double(number)
            case let value: json.string(value.description)
            }
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// A text that a reader can tell from the next field, and that can't pretend to be a line of its own.
    private func quotedIfNeeded(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && !$0.isControl }
        if isPlain, !text.isEmpty { return text }
        var json = JSONWriter()
        json.string(text)
        return oneLine(String(decoding: json.bytes, as: UTF8.self))
    }

    private func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

struct LogField {
    var name: String
    var value: Logger.MetadataValue
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        // Looking up a category is slow, and most of what is logged is ASCII.
        if isASCII { return value < 0x20 || value == 0x7F }
        return [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
    }
}
