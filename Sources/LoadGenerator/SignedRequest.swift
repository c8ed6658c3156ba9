import NIOCore
import NIOHTTP1
import SigV4

/// One request, over and over, signed anew each time.
struct SignedRequest {
    private let plan: LoadPlan
    private let unsigned: SignableRequest
    private let payload: PayloadHash
    private let contentLength: String
    /// Of the day of the last signature.
    private var scope: CredentialScope
    private var signingKey: SigningKey
    let body: ByteBuffer

    init(_ operation: String, body: [UInt8], plan: LoadPlan) {
        self.plan = plan
        unsigned = SignableRequest(
            method: "POST", path: "/", query: "",
            headers: [
                ("host", plan.endpoint.authority), ("content-type", "application/x-amz-json-1.1"),
                ("x-amz-target", "TrentService.\(operation)"),
            ])
        payload = PayloadHash(of: body)
        contentLength = String(body.count)
        scope = CredentialScope(date: "", region: plan.region, service: "kms")
        signingKey = .derive(secret: plan.secret, scope: scope)
        self.body = ByteBuffer(bytes: body)
    }

    /// Everything but the body, signed at a moment in seconds since 1970.
    mutating func head(at epochSeconds: Int64) throws(LoadError) -> HTTPRequestHead {
        useKey(of: SignatureTime(epochSeconds: epochSeconds).day)
        do {
            let added = try RequestSigner.sign(
                unsigned, payload: payload, accessKeyID: plan.accessKeyID, signingKey: signingKey,
                sessionToken: plan.sessionToken, scope: scope, at: epochSeconds)
            let headers = unsigned.headers + added + [("content-length", contentLength)]
            return HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: HTTPHeaders(headers))
        } catch {
            throw .cannotSign(reason: "\(error)")
        }
    }

    private mutating func useKey(of day: String) {
        guard scope.date != day else { return }
        scope.date = day
        signingKey = .derive(secret: plan.secret, scope: scope)
    }
}
