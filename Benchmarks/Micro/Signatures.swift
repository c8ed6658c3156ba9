import SigV4

private let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
/// 2026-01-01, noon.
private let now: Int64 = 1_767_268_800

/// A GenerateDataKey's signature, with the headers that boto3 sends.
func signatures() throws -> [Operation] {
    let body = generateDataKeyBody
    let scope = CredentialScope(date: SignatureTime(epochSeconds: now).day, region: "eu-central-1", service: "kms")
    let signingKey = SigningKey.derive(secret: secret, scope: scope)
    var headers = [
        (name: "host", value: "127.0.0.1:4599"), ("accept-encoding", "identity"),
        ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "TrentService.GenerateDataKey"),
        ("amz-sdk-invocation-id", "1f0e9ab6-9f0d-4d8b-8d0b-0a5ac1a6a1c5"), ("amz-sdk-request", "attempt=1"),
    ]
    headers += try RequestSigner.sign(
        SignableRequest(method: "POST", path: "/", query: "", headers: headers), payload: PayloadHash(of: body),
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", signingKey: signingKey, sessionToken: nil, scope: scope, at: now)
    headers.append(("user-agent", "Boto3/1.44.5 md/Botocore#1.44.5 lang/python#3.11"))
    headers.append(("content-length", "\(body.count)"))
    let received = headers
    let verifier = RequestVerifier()
    return [
        Operation("signature: verify a request") {
            let request = SignableRequest(method: "POST", path: "/", query: "", headers: received)
            let claim = try SignatureClaim(of: request)
            try verifier.verify(
                claim, of: request, payload: PayloadHash(of: body), signingKey: signingKey, nowEpochSeconds: now)
            return true
        },
        Operation("signature: derive a signing key") {
            _ = SigningKey.derive(secret: secret, scope: scope)
            return true
        },
    ]
}
