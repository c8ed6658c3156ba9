import AWSJSON

/// Whether records are what a query looks for.
public struct EventMatch: Sendable {
    private let query: EventQuery
    /// Bytes that a record must hold to be one: spares reading those that can't.
    private let needle: ByteSearch?

    public init(_ query: EventQuery) {
        self.query = query
        needle = query.attribute.flatMap { Self.needle($0.name, $0.value) }.map(ByteSearch.init)
    }

    /// Whether the record could be what is looked for: false is certain, true is not.
    public func mayMatch(_ json: UnsafeRawBufferPointer) -> Bool {
        needle?.isFound(in: json) ?? true
    }

    /// Whether a record of this trail is what is looked for.
    public func matches(_ json: [UInt8], account: String, region: String) -> Bool {
        guard account == query.account ?? account, region == query.region ?? region,
            json.withUnsafeBytes(mayMatch)
        else { return false }
        guard query.attribute != nil || query.from != nil || query.through != nil else { return true }
        guard let summary = EventSummary(json: json) else { return false }
        return isInTime(summary.eventTime) && hasAttribute(summary)
    }

    private func isInTime(_ time: Int64) -> Bool {
        // A second counts if any of it is inside.
        if let from = query.from, time + 999 < from { return false }
        if let through = query.through, time > through { return false }
        return true
    }

    private func hasAttribute(_ summary: EventSummary) -> Bool {
        guard let (name, value) = query.attribute else { return true }
        return summary.values(of: name).contains(value)
    }

    /// How the trail writes a member with this value.
    private static func needle(_ attribute: EventAttribute, _ value: String) -> [UInt8]? {
        switch attribute {
        case .eventId: member("eventID", value)
        case .eventName: member("eventName", value)
        case .eventSource: member("eventSource", value)
        case .accessKeyId: member("accessKeyId", value)
        case .resourceType: member("type", value)
        case .resourceName: member("ARN", value)
        case .readOnly: value == "true" || value == "false" ? Array("\"readOnly\":\(value)".utf8) : nil
        // The end of a userName or of a principalId.
        case .username: value == "root" ? nil : Array(quoted(value).dropFirst())
        }
    }

    private static func member(_ name: String, _ value: String) -> [UInt8] {
        Array("\"\(name)\":".utf8) + quoted(value)
    }

    private static func quoted(_ value: String) -> [UInt8] {
        var json = JSONWriter(reserving: value.utf8.count + 2)
        json.string(value)
        return json.bytes
    }
}

/// Finds bytes in bytes by Horspool's method: long needles take long steps.
struct ByteSearch: Sendable {
    private let needle: [UInt8]
    /// For each byte how far the needle may move when that byte stands below its end.
    private let steps: [Int]

    init(_ needle: [UInt8]) {
        self.needle = needle
        var steps = [Int](repeating: max(needle.count, 1), count: 256)
        for (index, byte) in needle.dropLast().enumerated() { steps[Int(byte)] = needle.count - 1 - index }
        self.steps = steps
    }

    func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        let needle = needle.span
        let steps = steps.span
        guard let last = needle.indices.last else { return true }
        var start = 0
        while start + last < bytes.count {
            let byte = bytes[start + last]
            if byte == needle[last] {
                var index = 0
                while index < last, bytes[start + index] == needle[index] { index += 1 }
                if index == last { return true }
            }
            start += steps[Int(byte)]
        }
        return false
    }
}
