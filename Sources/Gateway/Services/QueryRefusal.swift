import IAMModel
import SigV4

extension Refusal {
    /// As services of the query protocol answer it.
    var queryError: QueryError {
        switch self {
        case .signature(let error): error.queryError
        case .invalidToken: QueryError(.invalidClientTokenId, Refusal.invalidTokenMessage)
        case .expiredToken: QueryError(.expiredToken, Refusal.expiredTokenMessage)
        case .records(let error) where Refusal.isUnavailability(error):
            QueryError(.serviceUnavailable, "The request has failed due to a temporary failure of the server.")
        case .records:
            QueryError(
                .internalFailure,
                "The request processing has failed because of an unknown error, exception or failure.")
        }
    }
}

extension SigV4Error {
    fileprivate var queryError: QueryError {
        switch code {
        case .missingAuthenticationToken:
            QueryError(.missingAuthenticationToken, "Request is missing Authentication Token")
        case .incompleteSignature: QueryError(.incompleteSignature, message)
        case .invalidSignature: QueryError(.signatureDoesNotMatch, message)
        }
    }
}
