import COpenSSL
import CSodium
import Synchronization

/// HMAC-SHA-256 (RFC 2104) under one key, for any number of messages and threads: the key is taken in once.
///
/// By OpenSSL, whose context serves the next message too, at a fraction of what it costs to begin anew each time.
/// The key's memory is overwritten when the last reference goes.
public final class HMACKey: Sendable {
    public static let codeBytes = 32

    private struct Contexts {
        /// Has the key taken in, and never sees a message.
        let template: MACContext
        /// No more than `idleMax`; a kilobyte each.
        var idle: [MACContext] = []
    }

    private let contexts: Mutex<Contexts>

    /// `key`: one byte or more.
    public init(_ key: UnsafeRawBufferPointer) { contexts = Mutex(Contexts(template: MACContext(key: key))) }

    deinit {
        contexts.withLock { contexts in
            for context in contexts.idle { context.free() }
            contexts.template.free()
        }
    }

    /// The code of two pieces, one behind the other: 32 bytes.
    public func code(_ first: Span<UInt8>, _ second: Span<UInt8>) -> [UInt8] {
        let context = contexts.withLock { $0.idle.popLast() ?? $0.template.copy() }
        defer { giveBack(context) }
        context.begin()
        context.update(first)
        context.update(second)
        return context.code()
    }

    private static let idleMax = 4

    private func giveBack(_ context: MACContext) {
        let isKept = contexts.withLock { contexts in
            guard contexts.idle.count < Self.idleMax else { return false }
            contexts.idle.append(context)
            return true
        }
        if !isKept { context.free() }
    }

    /// The code of a message: 32 bytes.
    public func code(_ message: [UInt8]) -> [UInt8] { code(message.span, Span()) }

    /// The code of one short message under a key that is not kept: by libsodium, whose context needs no memory of its own.
    /// OpenSSL takes longer to make one than to compute the code.
    static func code(under key: UnsafeRawBufferPointer, _ first: Span<UInt8>, _ second: Span<UInt8>) -> [UInt8] {
        guard let start = key.bindMemory(to: UInt8.self).baseAddress, !key.isEmpty else {
            preconditionFailure("an HMAC needs a key")
        }
        var state = crypto_auth_hmacsha256_state()
        defer { withUnsafeMutableBytes(of: &state) { wipe($0) } }
        crypto_auth_hmacsha256_init(&state, start, key.count)
        update(&state, first)
        update(&state, second)
        var code = [UInt8](repeating: 0, count: codeBytes)
        crypto_auth_hmacsha256_final(&state, &code)
        return code
    }

    private static func update(_ state: inout crypto_auth_hmacsha256_state, _ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            crypto_auth_hmacsha256_update(&state, start, UInt64(bytes.count))
        }
    }
}

/// OpenSSL's context of an HMAC-SHA-256. Whoever has it is the only one who uses it.
private struct MACContext: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Knows the hash function, which takes long to look up, but no key that anybody uses.
    private static let unkeyed: MACContext = {
        guard let mac = EVP_MAC_fetch(nil, "HMAC", nil), let pointer = EVP_MAC_CTX_new(mac) else {
            preconditionFailure("OpenSSL has no HMAC")
        }
        let isReady = "SHA256".withCString { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string("digest", UnsafeMutablePointer(mutating: name), 0),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(pointer, [UInt8](repeating: 0, count: 32), 32, parameters) == 1
        }
        precondition(isReady, "OpenSSL has no SHA-256")
        return MACContext(pointer: pointer)
    }()

    private init(pointer: OpaquePointer) { self.pointer = pointer }

    init(key: UnsafeRawBufferPointer) {
        precondition(!key.isEmpty, "an HMAC needs a key")
        self = Self.unkeyed.copy()
        must(EVP_MAC_init(pointer, key.bindMemory(to: UInt8.self).baseAddress, key.count, nil))
    }

    func copy() -> MACContext {
        guard let copied = EVP_MAC_CTX_dup(pointer) else { preconditionFailure("no memory for a MAC") }
        return MACContext(pointer: copied)
    }

    /// Begins another message under the same key.
    func begin() { must(EVP_MAC_init(pointer, nil, 0, nil)) }

    func update(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        bytes.withUnsafeBufferPointer { must(EVP_MAC_update(pointer, $0.baseAddress, $0.count)) }
    }

    func code() -> [UInt8] {
        var (code, count) = ([UInt8](repeating: 0, count: HMACKey.codeBytes), 0)
        must(EVP_MAC_final(pointer, &code, &count, HMACKey.codeBytes))
        return code
    }

    /// Overwrites what it knew of the key.
    func free() { EVP_MAC_CTX_free(pointer) }

    /// A MAC in memory fails only if there is none left.
    private func must(_ status: Int32) { precondition(status == 1, "OpenSSL can't compute a MAC") }
}
