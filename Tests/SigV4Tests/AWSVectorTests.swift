import Foundation
import Testing

@testable import SigV4

/// AWS's own signing test suite: every case with a signature in the header is run, none is left out.
///
/// The cases that AWS calls unnormalized are S3's way with paths. In `post-sts-header-after` the session token is added
/// to the request after it was signed, which some services allow and KMS does not.
@Suite("AWS's published vectors") struct AWSVectorTests {
    static let tokenNotSigned = "post-sts-header-after"

    @Test("have the published canonical request and string to sign", arguments: try AWSVector.all())
    func canonicalRequest(vector: AWSVector) throws {
        let request = try vector.signedRequest()
        let claim = try SignatureClaim(of: request)
        let canonical = try CanonicalRequest(
            request, signedHeaders: claim.authorization.signedHeaders, payload: PayloadHash(of: vector.body()),
            pathRules: vector.pathRules)
        #expect(String(decoding: canonical.bytes, as: UTF8.self) == (try vector.text("header-canonical-request.txt")))
        let stringToSign = canonical.stringToSign(claim.time, claim.authorization.scope)
        #expect(String(decoding: stringToSign, as: UTF8.self) == (try vector.text("header-string-to-sign.txt")))
    }

    @Test("get the published signature from our signer", arguments: try AWSVector.all())
    func signature(vector: AWSVector) throws {
        let context = try vector.context()
        var request = try vector.unsignedRequest()
        let hash = try vector.signedRequest()[header: "x-amz-content-sha256"]
        #expect((hash != nil) == context.sign_body)
        if let hash { request.headers.append(("x-amz-content-sha256", hash)) }
        let token = context.omit_session_token == true ? nil : context.credentials.token
        let added = try RequestSigner.sign(
            request, payload: PayloadHash(of: vector.body()), accessKeyID: context.credentials.access_key_id,
            secret: context.credentials.secret_access_key, sessionToken: token, scope: context.scope,
            at: AWSVector.epochSeconds, pathRules: vector.pathRules)
        let header = try #require(added.last)
        #expect(header.name == "authorization")
        #expect(header.value == (try vector.signedRequest()[header: "authorization"]))
        #expect(header.value.hasSuffix("Signature=" + (try vector.text("header-signature.txt"))))
    }

    @Test("are verified as published", arguments: try AWSVector.all())
    func verified(vector: AWSVector) throws {
        let signed = SignedRequest(
            request: try vector.signedRequest(), body: try vector.body(),
            secret: try vector.context().credentials.secret_access_key, now: AWSVector.epochSeconds,
            pathRules: vector.pathRules)
        let expected: SigV4Error? = vector.name == Self.tokenNotSigned ? .headerNotSigned("x-amz-security-token") : nil
        #expect(signed.refusal == expected)
    }

    @Test("are all there")
    func complete() throws {
        let names = try AWSVector.all().map(\.name)
        #expect(names.count == 38)
        #expect(names.filter { $0.hasSuffix("-unnormalized") }.count == 7)
        #expect(names.contains(Self.tokenNotSigned))
    }
}

/// One folder of the suite.
struct AWSVector: CustomTestStringConvertible, Sendable {
    let name: String

    /// 2015-08-30T12:36:00Z, in all of them.
    static let epochSeconds: Int64 = 1_440_938_160

    struct Context: Decodable {
        struct Credentials: Decodable {
            var access_key_id: String
            var secret_access_key: String
            var token: String?
        }
        var credentials: Credentials
        var normalize: Bool
        var region: String
        var service: String
        var sign_body: Bool
        var timestamp: String
        var omit_session_token: Bool?

        var scope: CredentialScope { CredentialScope(date: "20150830", region: region, service: service) }
    }

    static func all() throws -> [AWSVector] {
        let folder = Bundle.module.bundleURL.appending(path: "Vectors/aws-c-auth")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0 != "LICENSE" }.sorted().map { AWSVector(name: $0) }
    }

    var testDescription: String { name }
    var pathRules: PathRules { name.hasSuffix("-unnormalized") ? .s3 : .standard }

    func text(_ file: String) throws -> String {
        String(decoding: try vectorFile("aws-c-auth/\(name)/\(file)"), as: UTF8.self)
    }

    func context() throws -> Context {
        let context = try JSONDecoder().decode(Context.self, from: vectorFile("aws-c-auth/\(name)/context.json"))
        #expect(context.timestamp == "2015-08-30T12:36:00Z")
        #expect(context.normalize == !name.hasSuffix("-unnormalized"))
        return context
    }

    func unsignedRequest() throws -> SignableRequest { parse(try text("request.txt")).request }
    func signedRequest() throws -> SignableRequest { parse(try text("header-signed-request.txt")).request }
    func body() throws -> [UInt8] { Array(parse(try text("request.txt")).body.utf8) }

    /// An HTTP message with bare line feeds; a line that begins with a space goes on with the header before.
    private func parse(_ text: String) -> (request: SignableRequest, body: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        let start = lines.removeFirst()
        let method = start.prefix { $0 != " " }
        let target = start.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
        let path = target.prefix { $0 != "?" }
        var headers: [(name: String, value: String)] = []
        while let line = lines.popFirst(), !line.isEmpty {
            if line.hasPrefix(" "), let last = headers.indices.last {
                headers[last].value += "\n" + line
            } else {
                let name = line.prefix { $0 != ":" }
                headers.append((name.lowercased(), String(line.dropFirst(name.count + 1))))
            }
        }
        let request = SignableRequest(
            method: String(method), path: String(path), query: String(target.dropFirst(path.count + 1)),
            headers: headers)
        return (request, lines.joined(separator: "\n"))
    }
}
