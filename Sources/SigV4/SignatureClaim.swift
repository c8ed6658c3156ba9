/// What a request says of its own signature: well formed, and its two dates agree; nothing in it has been verified.
public struct SignatureClaim: Sendable {
    public let authorization: Authorization
    /// From the header `x-amz-date` or else `date`.
    public let time: SignatureTime

    /// - Throws: what `Authorization.parse` throws; `malformedDate`; `scopeDateMismatch`.
    public init(of request: SignableRequest) throws(SigV4Error) {
        let (first, isOnly) = request.value("authorization")
        guard let header = first else { throw .missingAuthenticationToken }
        guard isOnly else { throw .malformed(HeaderHash(of: Array(header.utf8))) }
        let date = try SignatureClaim.dateHeader(of: request)
        authorization = try Authorization.parse(header, requestHasDate: date != nil)
        time = try SignatureClaim.time(date ?? "")
        guard time.isOf(day: authorization.scope.date) else {
            throw .scopeDateMismatch(scopeDate: authorization.scope.date, time)
        }
    }

    private static func dateHeader(of request: SignableRequest) throws(SigV4Error) -> String? {
        if let date = try dateHeader("x-amz-date", of: request) { return date }
        return try dateHeader("date", of: request)
    }

    private static func dateHeader(
        _ name: String, of request: SignableRequest
    ) throws(SigV4Error) -> String? {
        let (value, isOnly) = request.value(name)
        guard isOnly else { throw malformedDate(request.values(name).joined(separator: ",")) }
        return value
    }

    private static func time(_ text: String) throws(SigV4Error) -> SignatureTime {
        guard let time = SignatureTime(iso8601Basic: text) ?? SignatureTime(rfc1123: text) else {
            throw malformedDate(text)
        }
        return time
    }

    private static func malformedDate(_ text: String) -> SigV4Error {
        .malformedDate(String(decoding: text.utf8.prefix(64), as: UTF8.self))
    }
}
