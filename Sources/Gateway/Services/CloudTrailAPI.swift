import CloudTrail
import CloudTrailModel
import IAMPolicy
import Identity
import SigV4

/// CloudTrail on the wire: JSON 1.1, like KMS.
struct CloudTrailAPI: Sendable {
    /// Nil where there is none: then every operation is unknown.
    let service: CloudTrailService?

    private static let contentType = "application/x-amz-json-1.1"

    func perform(
        _ operation: CloudTrailOperation?, _ request: WireRequest, for caller: KnownCaller, _ facts: RequestFacts,
        _ call: inout CallRecord, _ audit: inout CallAudit
    ) async -> Answer {
        guard request.method == "POST", request.path == "/" else {
            return Self.refuse(CloudTrailError(.unknownOperationException), status: 404)
        }
        guard let operation, let service else { return Self.refuse(CloudTrailError(.unknownOperationException)) }
        let outcome = await service.perform(
            operation, body: request.body,
            caller: CloudTrailCaller(
                requester: caller.requester, context: GlobalContext(caller: caller.facts, request: facts)),
            region: facts.region, requestID: call.requestID)
        call.cause = outcome.cause
        audit.details = outcome.details
        switch outcome.result {
        case .success(let body): return Answer(status: 200, contentType: Self.contentType, body: body)
        case .failure(let error): return Self.refuse(error)
        }
    }

    static func refuse(_ error: CloudTrailError, status: Int? = nil) -> Answer {
        Answer(
            status: status ?? error.status, contentType: contentType, body: error.body(),
            error: (error.code.rawValue, error.message))
    }
}

extension Refusal {
    var cloudTrailError: CloudTrailError {
        switch self {
        case .signature(let error): CloudTrailError(error.cloudTrailCode, error.message)
        case .invalidToken: CloudTrailError(.unrecognizedClientException, Refusal.invalidTokenMessage)
        case .expiredToken: CloudTrailError(.expiredTokenException, Refusal.expiredTokenMessage)
        case .records(let error) where Refusal.isUnavailability(error): CloudTrailError(.serviceUnavailableException)
        case .records: CloudTrailError(.internalFailure)
        }
    }
}

extension SigV4Error {
    fileprivate var cloudTrailCode: CloudTrailErrorCode {
        switch code {
        case .missingAuthenticationToken: .missingAuthenticationTokenException
        case .incompleteSignature: .incompleteSignatureException
        case .invalidSignature: .invalidSignatureException
        }
    }
}
