import Foundation
import Testing

@testable import SigV4

/// A signed request as a server gets it, with what the server knows of its sender.
struct SignedRequest: Sendable {
    var request: SignableRequest
    var body: [UInt8]
    var secret: String
    var now: Int64
    var pathRules = PathRules.standard

    /// All that a server does with a signature, in its order.
    func verify() throws(SigV4Error) {
        let claim = try SignatureClaim(of: request)
        let key = SigningKey.derive(secret: secret, scope: claim.authorization.scope)
        try RequestVerifier(pathRules: pathRules).verify(
            claim, of: request, payload: PayloadHash(of: body), signingKey: key, nowEpochSeconds: now)
    }

    /// Why the request is refused; nil if it is accepted.
    var refusal: SigV4Error? {
        do throws(SigV4Error) {
            try verify()
            return nil
        } catch {
            return error
        }
    }

    func altered(_ alter: (inout SignedRequest) -> Void) -> SignedRequest {
        var copy = self
        alter(&copy)
        return copy
    }
}

extension SignableRequest {
    /// The first header of a name; nil to remove all of them.
    subscript(header name: String) -> String? {
        get { headers.first { $0.name == name }?.value }
        set {
            guard let newValue else { return headers.removeAll { $0.name == name } }
            if let index = headers.firstIndex(where: { $0.name == name }) {
                headers[index].value = newValue
            } else {
                headers.append((name, newValue))
            }
        }
    }
}

extension SignedRequest {
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    /// 2025-01-01T12:00:00Z.
    static let noon: Int64 = 1_735_732_800
    static let scope = CredentialScope(date: "20250101", region: "eu-central-1", service: "kms")

    /// A call of KMS, signed by `RequestSigner` at `noon`.
    static func sample(adding headers: [(name: String, value: String)] = []) throws -> SignedRequest {
        let body = Array(#"{"KeyId":"alias/a"}"#.utf8)
        var request = SignableRequest(
            method: "POST", path: "/", query: "",
            headers: [
                ("host", "localhost:4599"), ("content-type", "application/x-amz-json-1.1"),
                ("x-amz-target", "TrentService.DescribeKey"), ("user-agent", "test"),
            ] + headers)
        request.headers += try RequestSigner.sign(
            request, payload: PayloadHash(of: body), accessKeyID: "AKIDEXAMPLE", secret: secret, sessionToken: nil,
            scope: scope, at: noon)
        return SignedRequest(request: request, body: body, secret: secret, now: noon)
    }

    /// Replaces a text in the Authorization header.
    func replacing(_ text: String, by other: String) throws -> SignedRequest {
        let header = try #require(request[header: "authorization"])
        #expect(header.contains(text))
        return altered { $0.request[header: "authorization"] = header.replacingOccurrences(of: text, with: other) }
    }
}

/// A file of the test vectors.
func vectorFile(_ path: String) throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Vectors/\(path)"))
}
