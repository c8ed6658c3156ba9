public import Identity
import KMSModel
public import KeyService
public import Records

/// The way of every request of every service: who calls, what is asked, do it, answer, account for it.
public final class Gateway: WireHandler {
    /// 1 MiB: more than any request of KMS needs.
    public let bodyBytesMax = 1 << 20

    private let authenticator: any Authenticator
    private let kms: KMS
    private let sts = STS()
    private let pages: OperatorPages
    private let ticks: any Ticks
    private let randomness: any Randomness
    private let metrics: Metrics
    private let observer: any CallObserver

    /// - Parameters:
    ///   - identity: knows the access keys.
    ///   - keys: does what KMS is asked.
    ///   - clock: against which the times of signatures are held.
    ///   - ticks: measure how long calls take.
    ///   - randomness: for request ids.
    ///   - mode: whether signatures are checked.
    ///   - defaultRegion: the Region of requests that name none, which only development mode takes.
    ///   - version: of this release, for the metrics.
    ///   - metrics: count the calls.
    ///   - observer: told of every call, before its answer is sent.
    ///   - isReady: whether the server can do its work now.
    public init(
        identity: Identity, keys: KeyService, clock: any Clock, ticks: any Ticks, randomness: any Randomness,
        mode: AuthenticationMode, defaultRegion: String, version: String, metrics: Metrics,
        observer: any CallObserver, isReady: @escaping @Sendable () async -> Bool
    ) {
        switch mode {
        case .signed: authenticator = SignatureAuthenticator(identity: identity, clock: clock)
        case .development(let account):
            authenticator = DevelopmentAuthenticator(defaultAccount: account, defaultRegion: defaultRegion)
        }
        kms = KMS(keys: keys)
        pages = OperatorPages(metrics: metrics, version: version, isReady: isReady)
        self.ticks = ticks
        self.randomness = randomness
        self.metrics = metrics
        self.observer = observer
    }

    public func handle(_ request: WireRequest) async -> WireResponse {
        guard request.body.count <= bodyBytesMax else { return bodyTooLarge() }
        let requestID = newRequestID()
        if let page = await pages.page(request) { return page.response(requestID) }
        let start = ticks.nowNanoseconds()
        let operation = CalledOperation(of: request)
        var call = CallRecord(
            requestID: requestID, service: operation.service.rawValue, operation: operation.name, peer: request.peer)
        let answer = await answer(to: request, operation, &call)
        call.durationNanoseconds = ticks.nowNanoseconds() &- start
        account(for: answer, operation, &call)
        return answer.response(requestID)
    }

    public func bodyTooLarge() -> WireResponse {
        KMS.refuse(KMSError(.requestEntityTooLargeException)).response(newRequestID())
    }

    private func answer(
        to request: WireRequest, _ operation: CalledOperation, _ call: inout CallRecord
    ) async -> Answer {
        do throws(Refusal) {
            let caller = try await authenticator.authenticate(request, for: operation.service, &call)
            call.callerARN = caller.principal.arn
            switch operation {
            case .kms(let operation): return await kms.perform(operation, request, for: caller, &call)
            case .sts(let operation): return sts.perform(operation, request, for: caller, call.requestID)
            }
        } catch {
            call.cause = error.cause
            switch operation.service {
            case .kms: return KMS.refuse(error.kmsError)
            case .sts: return STS.refuse(error.queryError, call.requestID)
            }
        }
    }

    private func account(for answer: Answer, _ operation: CalledOperation, _ call: inout CallRecord) {
        call.status = answer.status
        call.errorCode = answer.error?.code
        call.errorMessage = answer.error?.message.map { String($0.prefix(CallRecord.errorMessageCharactersMax)) }
        metrics.count(operation, code: call.errorCode, durationNanoseconds: call.durationNanoseconds)
        observer.observe(call)
    }

    private func newRequestID() -> String { RequestID.make(randomness) }
}
