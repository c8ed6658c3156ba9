public import AuditTrail
public import CloudTrail
import CloudTrailModel
import IAMModel
import IAMPolicy
public import Identity
import KMSModel
public import KeyService
public import Records
import SigV4

/// The way of every request of every service: who calls, what is asked, do it, answer, account for it.
public final class Gateway: WireHandler {
    /// 1 MiB: more than any request of KMS needs.
    public let bodyBytesMax = 1 << 20

    private let authenticator: any Authenticator
    private let identity: Identity
    private let proxies: TrustedProxies
    private let clock: any Clock
    private let kms: KMS
    private let cloudTrail: CloudTrailAPI
    private let query: QueryService
    private let defaultRegion: String
    /// In which IAM's users, roles and policies have their names.
    private let partition: String
    private let recorder: CallRecorder
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
    ///   - proxies: whose word is taken for where requests come from.
    ///   - cloudTrail: does what CloudTrail is asked; nil for a server without it.
    ///   - trail: gets a record of each call before it is answered.
    ///   - webIdentities: says who signed a web identity token.
    ///   - defaultRegion: the Region of requests that name none, which only development mode and unsigned ones may.
    ///   - version: of this release, for the metrics.
    ///   - metrics: count the calls.
    ///   - observer: told of every call, before its answer is sent.
    ///   - isReady: whether the server can do its work now.
    public init(
        identity: Identity, keys: KeyService, clock: any Clock, ticks: any Ticks, randomness: any Randomness,
        mode: AuthenticationMode, proxies: TrustedProxies = .none, cloudTrail: CloudTrailService? = nil,
        trail: any AuditSink = NoAuditTrail(),
        webIdentities: any WebIdentityVerifier = NoWebIdentities(), defaultRegion: String, version: String,
        metrics: Metrics,
        observer: any CallObserver, isReady: @escaping @Sendable () async -> Bool
    ) {
        let signatures = SignatureAuthenticator(identity: identity, clock: clock)
        switch mode {
        case .signed: authenticator = signatures
        case .development(let account):
            authenticator = DevelopmentAuthenticator(
                defaultAccount: account, defaultRegion: defaultRegion, identity: identity, signatures: signatures)
        }
        partition = AWSRegions.partition(of: defaultRegion) ?? "aws"
        query = QueryService(
            iam: IAMService(identity: identity),
            sts: STSService(identity: identity, webIdentities: webIdentities), partition: partition)
        self.defaultRegion = defaultRegion
        self.identity = identity
        self.proxies = proxies
        self.clock = clock
        kms = KMS(keys: keys)
        self.cloudTrail = CloudTrailAPI(service: cloudTrail)
        recorder = CallRecorder(trail: trail, randomness: randomness)
        pages = OperatorPages(metrics: metrics, version: version, isReady: isReady)
        self.ticks = ticks
        self.randomness = randomness
        self.metrics = metrics
        self.observer = observer
    }

    public func handle(_ request: WireRequest) async -> WireResponse {
        guard request.body.count <= bodyBytesMax else { return bodyTooLarge() }
        // Of the answer's id and the event's: one call of the kernel for both.
        let randomBytes = randomness.bytes(RequestID.randomBytes + EventID.randomBytes)
        let requestID = RequestID.make(randomBytes)
        if let page = await pages.page(request) { return page.response(requestID) }
        let start = ticks.nowNanoseconds()
        let operation = CalledOperation(of: request)
        var call = CallRecord(
            requestID: requestID, service: operation.service.rawValue, operation: operation.name, peer: request.peer)
        let answer = await recordedAnswer(
            to: request, operation, &call, eventRandomness: randomBytes.dropFirst(RequestID.randomBytes))
        call.durationNanoseconds = ticks.nowNanoseconds() &- start
        account(for: answer, operation, &call)
        return answer.response(requestID)
    }

    public func bodyTooLarge() -> WireResponse {
        KMS.refuse(KMSError(.requestEntityTooLargeException)).response(
            RequestID.make(randomness.bytes(RequestID.randomBytes)))
    }

    /// Nobody has looked who calls, so that there is no record of it, as of any request of a stranger.
    public func overloaded(_ request: WireRequest) -> WireResponse? {
        if OperatorPages.isExempt(request) { return nil }
        let requestID = RequestID.make(randomness.bytes(RequestID.randomBytes))
        let operation = CalledOperation(of: request)
        let answer = Throttling.refuse(operation, requestID)
        var call = CallRecord(
            requestID: requestID, service: operation.service.rawValue, operation: operation.name, peer: request.peer)
        call.note(answer)
        metrics.countShed()
        observer.observe(call)
        return answer.response(requestID)
    }

    /// Nothing is done that can't be recorded, and nothing answered that was not.
    private func recordedAnswer(
        to request: WireRequest, _ operation: CalledOperation, _ call: inout CallRecord,
        eventRandomness: ArraySlice<UInt8>
    ) async -> Answer {
        guard recorder.mayCall else { return unrecorded(operation, &call, "the audit trail can't be written") }
        var audit = CallAudit(of: operation)
        let time = clock.nowMilliseconds()
        let origin = proxies.origin(of: request)
        let eventID = EventID.make(time: time, randomness: Array(eventRandomness))
        let answer = await answer(to: request, operation, eventID, facts(of: request, origin, at: time), &call, &audit)
        do throws(AuditFailure) {
            try await recorder.record(
                audit, call, operation, request, sourceIP: origin.address, error: answer.error, eventID: eventID,
                at: time)
            return answer
        } catch {
            return unrecorded(operation, &call, error.cause)
        }
    }

    private func unrecorded(_ operation: CalledOperation, _ call: inout CallRecord, _ cause: String) -> Answer {
        call.cause = cause
        let error = QueryError(.internalFailure, KMS.unrecordedMessage)
        return switch operation {
        case .cloudTrail: CloudTrailAPI.refuse(CloudTrailError(.internalFailure, KMS.unrecordedMessage))
        case .kms: KMS.refuse(KMS.unrecorded)
        case .iam: QueryService.refuse(error, IAMOperation.self, call.requestID)
        case .sts: QueryService.refuse(error, STSOperation.self, call.requestID)
        }
    }

    private func answer(
        to request: WireRequest, _ operation: CalledOperation, _ eventID: String, _ facts: RequestFacts,
        _ call: inout CallRecord, _ audit: inout CallAudit
    ) async -> Answer {
        var facts = facts
        if case .sts(let unsigned) = operation, operation.isUnsigned {
            call.region = defaultRegion
            audit.region = defaultRegion
            return await query.perform(unsigned, request, for: nil, facts, &call, &audit)
        }
        do throws(Refusal) {
            let authenticated = try await authenticator.authenticate(request, for: operation.service, &call)
            call.callerARN = authenticated.principal.arn
            facts.region = authenticated.region
            audit.region = authenticated.region
            let caller = try await known(authenticated.principal)
            audit.caller = (caller.auditIdentity(accessKeyID: authenticated.accessKeyID), caller.requester.account)
            guard authenticated.partition == partition || !operation.isOfOnePartition else {
                throw .signature(.unknownRegion)
            }
            switch operation {
            case .cloudTrail(let operation):
                return await cloudTrail.perform(operation, request, for: caller, facts, &call, &audit)
            case .kms(let operation):
                return await kms.perform(operation, request, for: caller, facts, eventID: eventID, &call, &audit)
            case .iam(let operation):
                return await query.perform(operation, request, for: authenticated, facts, &call, &audit)
            case .sts(let operation):
                return await query.perform(operation, request, for: authenticated, facts, &call, &audit)
            }
        } catch {
            call.cause = error.cause
            switch operation {
            case .cloudTrail: return CloudTrailAPI.refuse(error.cloudTrailError)
            case .kms: return KMS.refuse(error.kmsError)
            case .iam: return QueryService.refuse(error.queryError, IAMOperation.self, call.requestID)
            case .sts: return QueryService.refuse(error.queryError, STSOperation.self, call.requestID)
            }
        }
    }

    /// The caller with his policies. One who is gone meanwhile has none.
    private func known(_ principal: Principal) async throws(Refusal) -> KnownCaller {
        do throws(RecordError) {
            if let caller = try await identity.caller(for: principal) { return caller }
        } catch {
            throw .records(error)
        }
        throw .invalidToken
    }

    /// Of the default Region, until the caller's is known.
    private func facts(
        of request: WireRequest, _ origin: (address: String, isSecure: Bool), at time: Int64
    ) -> RequestFacts {
        RequestFacts(
            time: time, region: defaultRegion, sourceIP: origin.address.isEmpty ? nil : origin.address,
            isSecureTransport: origin.isSecure, userAgent: request.header("user-agent"),
            referer: request.header("referer"))
    }

    private func account(for answer: Answer, _ operation: CalledOperation, _ call: inout CallRecord) {
        call.note(answer)
        metrics.count(operation, code: call.errorCode, durationNanoseconds: call.durationNanoseconds)
        observer.observe(call)
    }
}
