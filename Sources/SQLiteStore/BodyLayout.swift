/// How sealed bytes lie in a row of `bodies`, so that erasing a row erases every copy of them.
///
/// SQLite copies cells about when it balances a b-tree, and leaves old copies in the unused part of pages, where
/// `secure_delete` does not reach them. It never copies overflow pages: each belongs to one row and is overwritten when
/// the row is replaced or deleted. So a body begins with zeros that fill the part of a row that stays in the cell, and
/// is long enough that the rest, the sealed bytes, goes to overflow pages:
///
///     body = zeros (489) ‖ count of sealed bytes (4, big-endian) ‖ sealed bytes ‖ zeros to the end of the page
///
/// How much of a row stays in the cell is part of the file format:
/// <https://www.sqlite.org/fileformat2.html#b_tree_pages>.
enum BodyLayout {
    static let pageBytes = 4096

    /// "M" of the file format: a row whose last overflow page is nearly full keeps just so much in its cell.
    static let localBytes = (pageBytes - 12) * 32 / 255 - 23
    /// Each overflow page begins with the number of the next.
    private static let overflowBytes = pageBytes - 4
    /// The row's own header: its size, the type of the row id and that of the body, a varint of up to 5 bytes.
    private static let headerBytesMax = 7
    private static let countBytes = 4
    private static let sealedStart = localBytes + countBytes

    static func body(of sealed: [UInt8]) -> [UInt8] {
        let pages = (headerBytesMax + countBytes + sealed.count + overflowBytes - 1) / overflowBytes
        let count = localBytes + pages * overflowBytes - headerBytesMax
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            let body = UnsafeMutableRawBufferPointer(buffer)
            body.storeBytes(of: UInt32(sealed.count).bigEndian, toByteOffset: localBytes, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: body[sealedStart...]).copyBytes(from: sealed)
            initialized = count
        }
    }

    /// - Returns: nil if the bytes are no such body.
    static func sealed(in body: UnsafeRawBufferPointer) -> [UInt8]? {
        guard body.count >= sealedStart else { return nil }
        let count = Int(UInt32(bigEndian: body.loadUnaligned(fromByteOffset: localBytes, as: UInt32.self)))
        guard count <= body.count - sealedStart else { return nil }
        return Array(body[sealedStart..<sealedStart + count])
    }
}
