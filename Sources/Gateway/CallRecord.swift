/// Measures how long something takes, injected; it tells no time of day.
public protocol Ticks: Sendable {
    /// Nanoseconds since any moment, never going back.
    func nowNanoseconds() -> UInt64
}

/// Is told of every call, before its answer is sent.
public protocol CallObserver: Sendable {
    func observe(_ call: CallRecord)
}

/// What there is to say of one call afterwards. Holds neither secrets nor plaintext.
public struct CallRecord: Hashable, Sendable {
    public var requestID: String
    /// `kms` or `sts`.
    public var service: String
    /// As AWS spells it, or `unknown`.
    public var operation: String
    /// Nil if the request named none that exists.
    public var region: String?
    /// Nil unless it is known who called.
    public var callerARN: String?
    /// As the request claims it, whether or not the signature was right; nil if it does not look like one.
    public var accessKeyID: String?
    /// The address the request came from, without its port.
    public var peer: String
    /// The HTTP status of the answer.
    public var status = 0
    /// AWS's code; nil for a call that succeeded.
    public var errorCode: String?
    /// What the caller was told, which may repeat what he sent, but no secrets: cut to `errorMessageCharactersMax`.
    public var errorMessage: String?
    /// The key that the call was about, if it was found.
    public var keyARN: String?
    /// What lies behind an internal error.
    public var cause: String?
    public var durationNanoseconds: UInt64 = 0

    public static let errorMessageCharactersMax = 256

    public init(requestID: String, service: String, operation: String, peer: String) {
        self.requestID = requestID
        self.service = service
        self.operation = operation
        self.peer = peer
    }
}
