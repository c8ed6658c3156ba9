public import IAMPolicy
public import Identity
import KMSModel
public import KeyService
import SigV4

/// KMS on the wire: JSON 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
struct KMS: Sendable {
    let keys: KeyService

    private static let contentType = "application/x-amz-json-1.1"

    func perform(
        _ operation: KMSOperation?, _ request: WireRequest, for caller: KnownCaller, _ facts: RequestFacts,
        eventID: String, _ call: inout CallRecord, _ audit: inout CallAudit
    ) async -> Answer {
        guard request.method == "POST", request.path == "/" else {
            return KMS.refuse(KMSError(.unknownOperationException), status: 404)
        }
        guard let operation else { return KMS.refuse(KMSError(.unknownOperationException)) }
        let outcome = await keys.perform(
            operation, body: request.body, caller: Caller(caller, facts), region: facts.region,
            requestID: call.requestID, eventID: eventID)
        call.keyARN = outcome.keyARN
        call.cause = outcome.cause
        audit.details = outcome.details
        audit.otherAccounts = outcome.otherAccounts.map { ($0.account, $0.eventID) }
        audit.companions = outcome.companions
        switch outcome.result {
        case .success(let body): return Answer(status: 200, contentType: KMS.contentType, body: body)
        case .failure(let error): return KMS.refuse(error)
        }
    }

    /// What is said of a call that can't be recorded.
    static let unrecorded = KMSError(.kmsInternalException, unrecordedMessage)

    static let unrecordedMessage = "The call was not answered: the server's audit trail can't be written."

    static func refuse(_ error: KMSError, status: Int? = nil) -> Answer {
        Answer(
            status: status ?? error.status, contentType: contentType, body: error.body(),
            error: (error.code.rawValue, error.recordedMessage ?? error.message))
    }
}

extension Caller {
    /// A caller of IAM's, with what his request says of itself.
    public init(_ caller: KnownCaller, _ request: RequestFacts) {
        self.init(
            requester: caller.requester, userID: caller.facts.userID,
            context: GlobalContext(caller: caller.facts, request: request))
    }
}

extension Refusal {
    var kmsError: KMSError {
        switch self {
        case .signature(let error): KMSError(error.kmsCode, error.message)
        case .invalidToken: KMSError(.unrecognizedClientException, Refusal.invalidTokenMessage)
        case .expiredToken: KMSError(.expiredTokenException, Refusal.expiredTokenMessage)
        case .records(let error) where Refusal.isUnavailability(error): KMSError(.serviceUnavailableException)
        case .records: KMSError(.internalFailure)
        }
    }

    static let invalidTokenMessage = "The security token included in the request is invalid."
    static let expiredTokenMessage = "The security token included in the request is expired"
}

extension SigV4Error {
    fileprivate var kmsCode: KMSErrorCode {
        switch code {
        case .missingAuthenticationToken: .missingAuthenticationTokenException
        case .incompleteSignature: .incompleteSignatureException
        case .invalidSignature: .invalidSignatureException
        }
    }
}
