// Room: KeyService (floor 2)
// Holds: what a KMS key is and how it lives, the pipeline of its operations, one file for each in Operations/.
// Must not know: HTTP, signatures, who a caller is beyond his ARN; any database; no clock, no randomness of its own.
// Go instead: to Gateway for how a request gets here, to KMSModel for its types, to Records for how things are stored.

public import KMSModel
public import KeyCrypto
public import Records

/// Who calls.
public struct Caller: Hashable, Sendable {
    public var arn: String
    /// 12 digits.
    public var account: String
    /// IAM's unique id, for example `AIDA…`; the account for its root.
    public var userID: String

    public init(arn: String, account: String, userID: String) {
        self.arn = arn
        self.account = account
        self.userID = userID
    }
}

/// What became of a call.
public struct CallOutcome: Sendable {
    /// The answer's body in JSON, empty for operations without output; or the error to answer with.
    public var result: Result<[UInt8], KMSError>
    /// The key that the call was about, if it was found.
    public var keyARN: String?
    /// What lies behind an internal error: for the operator's log, not for the caller. Holds no secret.
    public var cause: String?
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
    public init(
        store: SealedStore, clock: any Clock, randomness: any Randomness, cacheCapacity: Int = 10_000,
        attestation: AttestationVerifier = AttestationVerifier(rootDER: AttestationVerifier.awsNitroRoot)
    ) {
        environment = Environment(
            keys: KeyStore(store, cacheCapacity: cacheCapacity), attestation: attestation, clock: clock,
            randomness: randomness)
        housekeeper = Housekeeper(environment)
    }

    private static let operations: [KMSOperation: any Operation.Type] = Dictionary(
        uniqueKeysWithValues: everyOperation.map { ($0.operation, $0) })

    /// One call, from its body to its answer's. What goes wrong is an AWS error in the outcome.
    /// `body`: JSON.
    /// `region`: one that `AWSRegions` knows.
    /// `requestID`: as the caller is told it; GetKeyLastUsage gives it back.
    public func perform(
        _ operation: KMSOperation, body: [UInt8], caller: Caller, region: String, requestID: String = ""
    ) async -> CallOutcome {
        guard let type = KeyService.operations[operation], let partition = AWSRegions.partition(of: region) else {
            return CallOutcome(result: .failure(KMSError(.unknownOperationException)))
        }
        let call = Call(
            operation: operation, caller: caller, region: region, partition: partition, environment: environment,
            requestID: requestID)
        return await Pipeline.run(type, body: body, call)
    }

    /// Does what is due: forgets what other processes changed, deletes keys, erases imported key material whose time is
    /// over, rotates key material. Meant to be called every few seconds.
    public func housekeep() async throws(RecordError) -> Housekeeping { try await housekeeper.tick() }

    /// Makes RSA key pairs for the calls to come, until enough wait. Takes seconds of one core; meant to be called again
    /// and again beside the calls.
    public func prepareKeyPairs() async { await environment.pairs.refill() }

    /// Stores what is otherwise stored every few minutes. Meant to be called when the service stops.
    public func flush() async throws(RecordError) { try await environment.usage.flush(to: environment.keys.store) }

    public var statistics: KeyServiceStatistics { environment.keys.statistics }
}
