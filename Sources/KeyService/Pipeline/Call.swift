import AuditTrail
import KMSModel
import KeyCrypto
import Records

/// What all calls share.
final class Environment: Sendable {
    let keys: KeyStore
    let pairs = KeyPairPool()
    let computations = Places(LongComputation.waitingMax)
    let attestation: AttestationVerifier
    let principals: any PrincipalDirectory
    let usage = UsageTracker()
    let clock: any Clock
    let randomness: any Randomness

    init(
        keys: KeyStore, attestation: AttestationVerifier, principals: any PrincipalDirectory, clock: any Clock,
        randomness: any Randomness
    ) {
        self.keys = keys
        self.attestation = attestation
        self.principals = principals
        self.clock = clock
        self.randomness = randomness
    }
}

/// One call: who asks what, and where.
struct Call: Sendable {
    let operation: KMSOperation
    let caller: Caller
    let region: String
    let partition: String
    let environment: Environment
    /// As the caller is told it; empty if it has none.
    var requestID = ""
    /// That of the call's record in the trail; empty if it has none.
    var eventID = ""

    var keys: KeyStore { environment.keys }
    var randomness: any Randomness { environment.randomness }

    /// Milliseconds since 1970.
    var now: Int64 { environment.clock.nowMilliseconds() }

    /// When the call came, as its record tells it: milliseconds since 1970.
    var time: Int64 { EventID.time(of: eventID) ?? now }

    /// Of another record of the same call.
    func newEventID() -> String { EventID.make(time: time, randomness: randomness.bytes(EventID.randomBytes)) }

    /// The account and Region in which names without an ARN are looked up.
    var place: Place { Place(account: caller.account, region: region, partition: partition) }
}

/// An account's 12 digits, of its number.
func accountID(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
}

/// An account in a Region: where keys and aliases live.
struct Place: Hashable, Sendable {
    /// 12 digits.
    var account: String
    var region: String
    var partition: String

    func keyARN(_ id: String) -> String { arn(.key(id)) }

    /// `name`: with `alias/`.
    func aliasARN(_ name: String) -> String { arn(.alias(name)) }

    private func arn(_ resource: KMSARN.Resource) -> String {
        KMSARN(partition: partition, region: region, account: account, resource: resource).description
    }
}
