/// Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct PrometheusText {
    enum MetricType: String {
        case counter, gauge, histogram
    }

    static let contentType = "text/plain; version=0.0.4"

    private(set) var bytes: [UInt8] = []

    mutating func head(_ name: String, help: String, type: MetricType) {
        append("# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(type.rawValue)\n")
    }

    mutating func sample(_ name: String, _ labels: [(name: String, value: String)], _ value: Double) {
        append(name)
        for (index, label) in labels.enumerated() {
            append("\(index == 0 ? "{" : ",")\(label.name)=\"\(Self.escape(label.value, quotes: true))\"")
        }
        append("\(labels.isEmpty ? "" : "}") \(Self.number(value))\n")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { String($0) } ?? value.description
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
