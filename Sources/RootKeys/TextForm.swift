import CSodium
import KeyCrypto

/// Writes lines that may hold secrets into memory that is overwritten afterwards.
struct TextWriter {
    private var text: [UInt8] = []

    init() {
        // So that it never grows, which would leave a copy behind.
        text.reserveCapacity(SecretFile.bytesMax)
    }

    mutating func line(_ line: String) {
        text.append(contentsOf: line.utf8)
        text.append(UInt8(ascii: "\n"))
    }

    mutating func field(_ name: String, hex bytes: UnsafeRawBufferPointer) {
        text.append(contentsOf: "\(name): ".utf8)
        var digits = hexDigits(bytes)
        text.append(contentsOf: digits)
        wipe(&digits)
        text.append(UInt8(ascii: "\n"))
    }

    /// The text with its checksum. What was written before is gone.
    mutating func finish() -> SecretBytes {
        text.append(contentsOf: text.withUnsafeBytes { checksumLine(of: $0) })
        return SecretBytes(consuming: &text)
    }
}

/// Reads what `TextWriter` wrote, line by line. Lives no longer than the bytes it was made with.
struct TextReader {
    private var rest: UnsafeRawBufferPointer

    /// - Returns: nil if the last line is not the checksum of the others.
    init?(checking text: UnsafeRawBufferPointer) {
        guard text.count > checksumLineBytes else { return nil }
        rest = UnsafeRawBufferPointer(rebasing: text.dropLast(checksumLineBytes))
        guard text.suffix(checksumLineBytes).elementsEqual(checksumLine(of: rest)) else { return nil }
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The rest of the next line, which must begin with `prefix` and is no secret.
    mutating func line(after prefix: String) -> String? {
        next(after: prefix).map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func bytes(_ name: String, count: Int) -> [UInt8]? {
        guard let digits = next(after: "\(name): ") else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return bytes.withUnsafeMutableBytes { decodeHex(digits, into: $0) } ? bytes : nil
    }

    mutating func secret(_ name: String, count: Int) -> HeldSecret? {
        guard let digits = next(after: "\(name): ") else { return nil }
        var isWhole = false
        let secret = HeldSecret(SecretBytes(count: count) { isWhole = decodeHex(digits, into: $0) })
        return isWhole ? secret : nil
    }

    private mutating func next(after prefix: String) -> UnsafeRawBufferPointer? {
        guard rest.starts(with: prefix.utf8), let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: rest[prefix.utf8.count..<end])
    }
}

private let checksumBytes = Int(crypto_hash_sha256_BYTES)
private let checksumLineBytes = "checksum: \n".utf8.count + 2 * checksumBytes

private func checksumLine(of text: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: checksumBytes)
    crypto_hash_sha256(&digest, text.bindMemory(to: UInt8.self).baseAddress, UInt64(text.count))
    return Array("checksum: ".utf8) + digest.withUnsafeBytes { hexDigits($0) } + [UInt8(ascii: "\n")]
}

// libsodium's conversions take the same time whatever the digits are.

private func hexDigits(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    // One more, for the zero with which C ends a text.
    var digits = [CChar](repeating: 0, count: 2 * bytes.count + 1)
    sodium_bin2hex(&digits, digits.count, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    defer { digits.withUnsafeMutableBytes { wipe($0) } }
    return digits.dropLast().map { UInt8(bitPattern: $0) }
}

private func decodeHex(_ digits: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
    guard let target = bytes.bindMemory(to: UInt8.self).baseAddress else { return false }
    var count = 0
    let failed = sodium_hex2bin(
        target, bytes.count, digits.bindMemory(to: CChar.self).baseAddress, digits.count, nil, &count, nil)
    return failed == 0 && count == bytes.count
}
