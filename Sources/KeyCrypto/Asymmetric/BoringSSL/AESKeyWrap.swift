import CCryptoBoringSSL

/// AES key wrap with padding (RFC 5649).
enum AESKeyWrap {
    /// `key`: 16, 24 or 32 bytes. Throws `notAuthentic` if the bytes were not wrapped with it.
    static func unwrap(_ wrapped: ArraySlice<UInt8>, with key: borrowing SecretBytes) throws(CryptoError) -> SecretBytes
    {
        var schedule = AES_KEY()
        defer { withUnsafeMutableBytes(of: &schedule) { wipe($0) } }
        let status = key.withUnsafeBytes {
            CCryptoBoringSSL_AES_set_decrypt_key(
                $0.bindMemory(to: UInt8.self).baseAddress, UInt32($0.count * 8), &schedule)
        }
        guard status == 0 else { throw .notAuthentic }
        var unwrapped = [UInt8](repeating: 0, count: wrapped.count)
        defer { wipe(&unwrapped) }
        let length = unwrap(wrapped, &schedule, into: &unwrapped)
        guard let length, (1...SecretBytes.bytesMax).contains(length) else { throw .notAuthentic }
        return SecretBytes(count: length) { $0.copyBytes(from: unwrapped[..<length]) }
    }

    private static func unwrap(
        _ wrapped: ArraySlice<UInt8>, _ schedule: UnsafePointer<AES_KEY>, into target: inout [UInt8]
    ) -> Int? {
        var length = 0
        let status = wrapped.withUnsafeBufferPointer {
            CCryptoBoringSSL_AES_unwrap_key_padded(
                schedule, &target, &length, $0.count, $0.baseAddress, $0.count)
        }
        return status == 1 ? length : nil
    }
}
