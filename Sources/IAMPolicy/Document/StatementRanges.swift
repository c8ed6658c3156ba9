/// Finds where statements stand in a policy's text, which is known to be JSON.
struct StatementRanges {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Of the statements in the member with this number, from 0, of the outermost object.
    func ranges(member: Int?) -> [TextRange] {
        guard let member, let open = bytes.firstIndex(of: UInt8(ascii: "{")) else { return [] }
        let members = children(of: open)
        guard member < members.count else { return [] }
        let start = members[member].lowerBound
        let found = bytes[start] == UInt8(ascii: "[") ? children(of: start) : [members[member]]
        return textRanges(found)
    }

    /// The values in the container that opens at an offset, without the names of an object's members.
    private func children(of open: Int) -> [Range<Int>] {
        var children: [Range<Int>] = []
        var start: Int?
        var depth = 0
        var index = open + 1
        while index < bytes.count {
            let byte = bytes[index]
            let end = byte == UInt8(ascii: "\"") ? stringEnd(index) : index + 1
            switch byte {
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return children + [start.map { $0..<trimmed(index) }].compactMap { $0 } }
                depth -= 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == 0, start == nil { start = index }
                depth += 1
            case UInt8(ascii: ","):
                if depth == 0, let from = start {
                    children.append(from..<trimmed(index))
                    start = nil
                }
            case UInt8(ascii: ":"):
                // What came before was a member's name.
                if depth == 0 { start = nil }
            case 0x20, 0x09, 0x0A, 0x0D: break
            default: if depth == 0, start == nil { start = index }
            }
            index = end
        }
        return children
    }

    private func stringEnd(_ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    /// Without the white space before an offset.
    private func trimmed(_ end: Int) -> Int {
        var end = end
        while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func textRanges(_ ranges: [Range<Int>]) -> [TextRange] {
        var position = TextPosition(line: 1, column: 1)
        var offset = 0
        func advance(to end: Int) -> TextPosition {
            while offset < end {
                if bytes[offset] == 0x0A {
                    position = TextPosition(line: position.line + 1, column: 1)
                } else if bytes[offset] & 0xC0 != 0x80 {
                    position.column += 1
                }
                offset += 1
            }
            return position
        }
        return ranges.map { TextRange(start: advance(to: $0.lowerBound), end: advance(to: $0.upperBound)) }
    }
}
