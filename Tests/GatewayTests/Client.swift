import Gateway
import Identity
import KeyCrypto
import SigV4

/// Makes requests as AWS's SDKs do.
struct Client: Sendable {
    var accessKeyID: String
    var secret: String
    var region = "us-east-1"
    var service = "kms"
    var epochSeconds = TestClock.startSeconds
    /// The scope's day, if not the request's own.
    var scopeDate: String?

    init(_ key: NewAccessKey) {
        accessKeyID = key.id
        secret = key.secret.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    func with(_ change: (inout Client) -> Void) -> Client {
        var changed = self
        change(&changed)
        return changed
    }

    /// A signed call of KMS.
    func kms(
        _ operation: String? = "ListKeys", _ body: String = "{}", method: String = "POST", path: String = "/",
        headers: [(name: String, value: String)] = []
    ) -> WireRequest {
        let target = operation.map { [(name: "x-amz-target", value: "TrentService.\($0)")] } ?? []
        let type = [(name: "content-type", value: "application/x-amz-json-1.1")]
        return signed(.plain(method, path, headers: type + target + headers, body: body))
    }

    /// A signed call of STS.
    func sts(_ form: String = "Action=GetCallerIdentity&Version=2011-06-15") -> WireRequest {
        let type = (name: "content-type", value: "application/x-www-form-urlencoded; charset=utf-8")
        return with { $0.service = "sts" }.signed(.plain("POST", "/", headers: [type], body: form))
    }

    func signed(_ request: WireRequest) -> WireRequest {
        var signed = request
        let signable = SignableRequest(
            method: request.method, path: request.path, query: request.query, headers: request.headers)
        let date = scopeDate ?? SignatureTime(epochSeconds: epochSeconds).day
        let scope = CredentialScope(date: date, region: region, service: service)
        let added = try? RequestSigner.sign(
            signable, payload: PayloadHash(of: request.body), accessKeyID: accessKeyID, secret: secret,
            sessionToken: nil, scope: scope, at: epochSeconds)
        signed.headers += added ?? []
        return signed
    }
}

extension WireRequest {
    static func plain(
        _ method: String, _ path: String, query: String = "", headers: [(name: String, value: String)] = [],
        body: String = ""
    ) -> WireRequest {
        WireRequest(
            method: method, path: path, query: query, headers: [("host", "localhost:8080")] + headers,
            body: Array(body.utf8), peer: "192.0.2.1", isSecure: false)
    }

    func with(_ change: (inout WireRequest) -> Void) -> WireRequest {
        var changed = self
        change(&changed)
        return changed
    }

    /// The same with a header's value changed, or taken away for nil.
    func with(header name: String, _ value: String?) -> WireRequest {
        with { request in
            request.headers.removeAll { $0.name == name }
            if let value { request.headers.append((name, value)) }
        }
    }

    /// The same with a part of the Authorization header replaced.
    func replacing(_ part: String, with other: String) -> WireRequest {
        guard let header = header("authorization"), let range = header.firstRange(of: part) else { return self }
        return with(header: "authorization", header.replacingCharacters(in: range, other))
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, _ other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
