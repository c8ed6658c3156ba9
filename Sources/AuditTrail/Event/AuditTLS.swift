import AWSJSON

/// The connection a request came by: `tlsDetails` of a record
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
public struct AuditTLS: Hashable, Sendable {
    /// For example `TLSv1.3`; nil on a connection without TLS.
    public var version: String?
    /// For example `TLS_AES_128_GCM_SHA256`.
    public var cipherSuite: String?
    /// The Host header, as the client sent it.
    public var host: String?

    public init(version: String?, cipherSuite: String?, host: String?) {
        self.version = version
        self.cipherSuite = cipherSuite
        self.host = host
    }

    var isEmpty: Bool { version == nil && cipherSuite == nil && host == nil }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("tlsVersion", version)
        json.member("cipherSuite", cipherSuite)
        json.member("clientProvidedHostHeader", host.map(AuditLimits.text))
        json.endObject()
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: String) {
        self.name(name)
        string(value)
    }

    /// Nil is left out.
    mutating func member(_ name: String, _ value: String?) {
        if let value { member(name, value) }
    }
}
