import AWSJSON
import KeyCrypto

/// How far the trail has come: the last record's place and the journal's end, with a MAC, so that a tail that was cut
/// off is found.
public struct HeadPosition: Hashable, Sendable {
    public var segment: Int64
    /// The last record's; one less than the segment's first before it has any.
    public var sequence: Int64
    /// The value of the segment's last line.
    public var value: ChainValue
    public var journal: JournalPosition

    public init(segment: Int64, sequence: Int64, value: ChainValue, journal: JournalPosition) {
        self.segment = segment
        self.sequence = sequence
        self.value = value
        self.journal = journal
    }

    /// Whether this was written after the other: no part of it ever goes back.
    func isBehind(_ other: HeadPosition) -> Bool {
        (segment, sequence, journal.length) < (other.segment, other.sequence, other.journal.length)
    }
}

/// The file `audit/head`: two slots, written in turn, so that a write cut off by a crash leaves the one before.
///
/// A slot: `<segment> <sequence> <value> <journal length> <journal value> <MAC>`, numbers in 20 digits, then spaces and
/// a line break up to 512 bytes.
public enum Head {
    public static let slotBytes = 512
    public static let fileBytes = 2 * slotBytes

    /// What a slot holds.
    public static func encode(_ position: HeadPosition, key: ChainKey) -> [UInt8] {
        var slot = [UInt8]()
        slot.reserveCapacity(slotBytes)
        append(position.segment, to: &slot)
        append(position.sequence, to: &slot)
        append(position.value, to: &slot)
        append(position.journal.length, to: &slot)
        append(position.journal.value, to: &slot)
        append(key.mac(domain.span, slot.span), to: &slot)
        slot.append(contentsOf: padding[slot.count...])
        return slot
    }

    /// What a slot says; nil if it is not as it was written.
    public static func decode(slot: ArraySlice<UInt8>, key: ChainKey) -> HeadPosition? {
        guard slot.count == slotBytes, let text = fields(Array(slot)), let segment = number(text[0]),
            let sequence = number(text[1]), let value = ChainValue(hex: text[2].utf8), let length = number(text[3]),
            let journal = ChainValue(hex: text[4].utf8)
        else { return nil }
        let position = HeadPosition(
            segment: segment, sequence: sequence, value: value,
            journal: JournalPosition(length: length, value: journal))
        return ConstantTime.equal(encode(position, key: key), Array(slot)) ? position : nil
    }

    /// What the file says.
    public struct Contents: Hashable, Sendable {
        /// The later of the two; nil if neither slot is whole.
        public var latest: HeadPosition?
        /// Slots, 0 or 1, that are not as they were written: one may be after a crash.
        public var badSlots: [Int]
        /// The slot to write next.
        public var nextSlot: Int
    }

    /// Reads the whole file.
    public static func decode(_ file: [UInt8], key: ChainKey) -> Contents {
        let slots = (0..<2).map { index -> HeadPosition? in
            let range = index * slotBytes..<(index + 1) * slotBytes
            return range.upperBound <= file.count ? decode(slot: file[range], key: key) : nil
        }
        let bad = (0..<2).filter { slots[$0] == nil }
        switch (slots[0], slots[1]) {
        case (let first?, let second?):
            let isSecondLater = first.isBehind(second)
            return Contents(latest: isSecondLater ? second : first, badSlots: bad, nextSlot: isSecondLater ? 0 : 1)
        case (let first, let second): return Contents(latest: first ?? second, badSlots: bad, nextSlot: bad[0])
        }
    }

    /// The whole file of a trail that begins.
    public static func initial(_ position: HeadPosition, key: ChainKey) -> [UInt8] {
        let slot = encode(position, key: key)
        return slot + slot
    }

    private static let domain = Array("head".utf8)

    private static func fields(_ slot: [UInt8]) -> [Substring]? {
        let text = String(decoding: slot, as: UTF8.self).split(separator: " ", maxSplits: 6)
        return text.count == 7 ? text : nil
    }

    /// Appends 20 digits and a space.
    private static func append(_ number: Int64, to slot: inout [UInt8]) {
        let start = slot.count
        slot.append(contentsOf: repeatElement(0x30, count: 20))
        var (rest, index) = (number.magnitude, start + 19)
        while rest > 0 {
            slot[index] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            index -= 1
        }
        slot.append(.space)
    }

    private static func append(_ value: ChainValue, to slot: inout [UInt8]) {
        let start = slot.count
        slot.append(contentsOf: padding[..<(ChainValue.hexCount + 1)])
        value.writeHex(into: &slot, at: start)
    }

    private static let padding = [UInt8](repeating: .space, count: slotBytes - 1) + [.lineFeed]

    private static func number(_ text: Substring) -> Int64? {
        guard text.count == 20, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Int64(text)
    }
}
