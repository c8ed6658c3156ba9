// Room: KeyService (floor 3)
// Holds: what a KMS key is and how it lives, the pipeline of its operations, one file for each in Operations/;
//        what each tells of itself for the audit trail, and the events that no call tells of.
// Must not know: HTTP, signatures, where a caller and his policies come from; any database; no clock, no randomness of its own.
// Go instead: to Gateway for how a request gets here, to KMSModel for its types, to Records for how things are stored.

public import AuditTrail
public import IAMPolicy
public import KMSModel
public import KeyCrypto
public import Records

/// Who calls, and what is known of the circumstances.
public struct Caller: Sendable {
    /// With all policies that come with him.
    public var requester: Requester
    /// As GetCallerIdentity says it, for example `AIDA…` or `AROA…:session`.
    public var userID: String
    /// The global condition keys of the request.
    public var context: any ConditionContext
    /// The service that makes the call for him, as `kms:ViaService` has it, for example `s3.eu-west-1.amazonaws.com`; nil if
    /// he calls himself.
    public var viaService: String?
    /// The resource on whose behalf a service calls.
    public var sourceARN: String?

    public init(
        requester: Requester, userID: String, context: any ConditionContext, viaService: String? = nil,
        sourceARN: String? = nil
    ) {
        self.requester = requester
        self.userID = userID
        self.context = context
        self.viaService = viaService
        self.sourceARN = sourceARN
    }

    public var arn: String { requester.arn }
    /// 12 digits.
    public var account: String { requester.account }
}

/// What became of a call.
public struct CallOutcome: Sendable {
    /// The answer's body in JSON, empty for operations without output; or the error to answer with.
    public var result: Result<[UInt8], KMSError>
    /// The key that the call was about, if it was found.
    public var keyARN: String?
    /// What lies behind an internal error: for the operator's log, not for the caller. Holds no secret.
    public var cause: String?
    /// For the call's record, whether it succeeded or not.
    public var details: AuditDetails
    /// The accounts that get a record of their own, since their keys were used from another account. Empty if the call was
    /// refused: that is the caller's matter alone.
    public var otherAccounts: [AuditOwner] = []
    /// Further records of the same call, in other Regions. Empty if it was refused.
    public var companions: [AuditCompanion] = []

    init(result: Result<[UInt8], KMSError>, isReadOnly: Bool) {
        self.result = result
        details = AuditDetails(isReadOnly: isReadOnly)
    }
}

public struct KeyServiceStatistics: Hashable, Sendable {
    public var cachedKeys: Int
    public var keyCacheHits: Int
    public var keyCacheMisses: Int
}

/// The operations of KMS over a record store. Any number of tasks may call it at once, and any number of processes may
/// share a store.
public final class KeyService: Sendable {
    let environment: Environment
    private let housekeeper: Housekeeper

    /// `cacheCapacity`: the greatest number of keys held in memory.
    /// `attestation`: decides about the documents of AWS Nitro enclaves.
    /// `principals`: knows who key policies and grants can name.
    public init(
        store: SealedStore, clock: any Clock, randomness: any Randomness, cacheCapacity: Int = 10_000,
        attestation: AttestationVerifier = AttestationVerifier(rootDER: AttestationVerifier.awsNitroRoot),
        principals: any PrincipalDirectory = EveryPrincipal()
    ) {
        environment = Environment(
            keys: KeyStore(store, cacheCapacity: cacheCapacity), attestation: attestation, principals: principals,
            clock: clock, randomness: randomness)
        housekeeper = Housekeeper(environment)
    }

    private static let operations: [KMSOperation: any Operation.Type] = Dictionary(
        uniqueKeysWithValues: everyOperation.map { ($0.operation, $0) })

    /// One call, from its body to its answer's. What goes wrong is an AWS error in the outcome.
    /// `body`: JSON.
    /// `region`: one that `AWSRegions` knows.
    /// `requestID`: as the caller is told it; GetKeyLastUsage gives it back.
    /// `eventID`: that of the call's record in the trail, from `EventID.make`; GetKeyLastUsage gives it back, or that of the
    /// record of the key's own account.
    public func perform(
        _ operation: KMSOperation, body: [UInt8], caller: Caller, region: String, requestID: String = "",
        eventID: String = ""
    ) async -> CallOutcome {
        guard let type = KeyService.operations[operation], let partition = AWSRegions.partition(of: region) else {
            return CallOutcome(
                result: .failure(KMSError(.unknownOperationException)), isReadOnly: operation.isReadOnly)
        }
        let call = Call(
            operation: operation, caller: caller, region: region, partition: partition, environment: environment,
            requestID: requestID, eventID: eventID)
        return await type.perform(body, call)
    }

    /// Does what is due: forgets what other processes changed, deletes keys, erases imported key material whose time is
    /// over, rotates key material. Meant to be called every few seconds.
    /// `recorded`: how many records the audit trail has; what it gets later does not count. Nil for a trail that can't be
    /// read again: then the uses of keys that are not stored yet are lost with the process.
    public func housekeep(recorded: Int64? = nil) async throws(RecordError) -> Housekeeping {
        try await housekeeper.tick(recorded: recorded)
    }

    /// Makes RSA key pairs for the calls to come, until enough wait. Takes seconds of one core; meant to be called again
    /// and again beside the calls.
    public func prepareKeyPairs() async { await environment.pairs.refill() }

    /// Stores what is otherwise stored every few minutes. Meant to be called when the service stops.
    /// `recorded`: as for `housekeep`.
    public func flush(recorded: Int64? = nil) async throws(RecordError) {
        try await environment.usage.flush(to: environment.keys.store, recorded: recorded)
    }

    public var statistics: KeyServiceStatistics { environment.keys.statistics }
}
