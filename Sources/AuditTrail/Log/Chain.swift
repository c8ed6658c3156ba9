import AWSJSON

/// Lines bound to each other: `<value: 64 hex> <rest>\n`, where a value is the HMAC-SHA256 of the value before and the
/// rest. Who changes, removes, adds or swaps a line breaks the chain there.
public struct Chain: Sendable {
    private let key: ChainKey
    /// The last line's value.
    public private(set) var value: ChainValue

    /// `value`: the value of the line before the next.
    public init(key: ChainKey, after value: ChainValue) {
        self.key = key
        self.value = value
    }

    /// Appends a line.
    ///
    /// `rest`: what follows the value; line breaks in it become spaces, which in JSON stand for the same.
    public mutating func append(_ rest: [UInt8], to buffer: inout [UInt8]) {
        append(to: &buffer) { $0.append(contentsOf: rest) }
    }

    /// Appends a record's line: `<value> <account> <region> <json>\n`.
    public mutating func append(_ entry: AuditEntry, to buffer: inout [UInt8]) {
        append(to: &buffer) { buffer in
            buffer.append(contentsOf: entry.account.utf8)
            buffer.append(.space)
            buffer.append(contentsOf: entry.region.utf8)
            buffer.append(.space)
            buffer.append(contentsOf: entry.json)
        }
    }

    /// Takes the next line in.
    ///
    /// `line`: without its line break.
    /// - Returns: false if it is not what followed, and then nothing has changed.
    public mutating func follow(_ line: Span<UInt8>) -> Bool {
        guard let stated = Self.statedValue(of: line) else { return false }
        let made = key.value(after: value, line.extracting((ChainValue.hexCount + 1)...))
        guard made == stated else { return false }
        value = made
        return true
    }

    /// The value that a line bears, right or wrong; nil if it is none.
    static func statedValue(of line: Span<UInt8>) -> ChainValue? {
        guard line.count > ChainValue.hexCount, line[ChainValue.hexCount] == .space else { return nil }
        var hex = [UInt8]()
        hex.reserveCapacity(ChainValue.hexCount)
        for index in 0..<ChainValue.hexCount { hex.append(line[index]) }
        return ChainValue(hex: hex)
    }

    /// The value's place is filled once the rest is there to be hashed.
    private mutating func append(to buffer: inout [UInt8], _ appendRest: (inout [UInt8]) -> Void) {
        let start = buffer.count
        buffer.append(contentsOf: Self.placeholder)
        let restStart = buffer.count
        appendRest(&buffer)
        let end = buffer.count
        buffer.withUnsafeMutableBufferPointer { bytes in
            var next = UnsafeBufferPointer(bytes).span.lineEnd(from: restStart)
            while let lineEnd = next {
                bytes[lineEnd] = .space
                next = UnsafeBufferPointer(bytes).span.lineEnd(from: lineEnd)
            }
            value = key.value(after: value, UnsafeBufferPointer(rebasing: bytes[restStart..<end]).span)
        }
        value.writeHex(into: &buffer, at: start)
        buffer.append(.lineFeed)
    }

    private static let placeholder = [UInt8](repeating: .space, count: ChainValue.hexCount + 1)
}

extension UInt8 {
    static var space: UInt8 { 0x20 }
    static var lineFeed: UInt8 { 0x0A }

    static func lowerHexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
