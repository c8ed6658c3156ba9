import SigV4

/// An error as services of the query protocol answer it
/// (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html).
struct STSError: Hashable, Sendable {
    var code: String
    var status: Int
    var message: String

    static func notBuilt(_ operation: STSOperation) -> STSError {
        STSError(
            code: "UnsupportedOperation", status: 400, message: "Trent does not implement \(operation.rawValue) yet.")
    }

    static func unknown(_ parameters: QueryParameters?) -> STSError {
        guard let action = parameters?["Action"], !action.isEmpty else {
            let message = "The request is missing an action or a required parameter."
            return STSError(code: "MissingAction", status: 400, message: message)
        }
        let version = parameters?["Version"] ?? "NO_VERSION_SPECIFIED"
        return STSError(
            code: "InvalidAction", status: 400,
            message: "Could not find operation \(shortened(action)) for version \(shortened(version))")
    }

    private static func shortened(_ text: String) -> Substring { text.prefix(128) }
}

extension Refusal {
    var stsError: STSError {
        switch self {
        case .signature(let error): error.stsError
        case .invalidToken:
            STSError(code: "InvalidClientTokenId", status: 403, message: Refusal.invalidTokenMessage)
        case .records(let error) where Refusal.isUnavailability(error):
            STSError(
                code: "ServiceUnavailable", status: 503,
                message: "The request has failed due to a temporary failure of the server.")
        case .records:
            STSError(
                code: "InternalFailure", status: 500,
                message: "The request processing has failed because of an unknown error, exception or failure.")
        }
    }
}

extension SigV4Error {
    fileprivate var stsError: STSError {
        switch code {
        case .missingAuthenticationToken:
            STSError(
                code: "MissingAuthenticationToken", status: 403,
                message: "Request is missing Authentication Token")
        case .incompleteSignature: STSError(code: "IncompleteSignature", status: 400, message: message)
        case .invalidSignature: STSError(code: "SignatureDoesNotMatch", status: 403, message: message)
        }
    }
}
