/// Finds the records in the content of a log file, `{"Records":[{…},{…}]}`, which comes piece by piece. It only counts
/// braces outside of texts: what is no JSON gives records that are none, and never more than the content's length.
struct RecordSplitter {
    /// Begins inside of the list: the next record starts at its first byte.
    init(insideList: Bool) { depth = insideList ? 1 : 0 }

    private var depth: Int
    private var isInText = false
    private var isEscaped = false
    /// Where the open record began, counted from the first byte taken.
    private var start: Int?
    private var taken = 0

    /// `record`: is called with each record that ends in this piece: from where to where it stands, counted from the
    /// first byte ever taken.
    mutating func take(_ bytes: UnsafeRawBufferPointer, record: (Range<Int>) -> Void) {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"):
                depth += 1
                if depth == 2 { start = taken + index }
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 1, let begun = start {
                    record(begun..<taken + index + 1)
                    start = nil
                }
            default: break
            }
        }
        taken += bytes.count
    }
}
