import Identity
import KMSModel
import Records
import SigV4

/// Whether signatures are checked.
public enum AuthenticationMode: Sendable {
    /// Every request is signed with an access key that `Identity` knows.
    case signed
    /// For tests on a developer's machine: anyone may do anything, as the root of an account. The default one is for
    /// requests whose access key id is not itself an account's number.
    case development(defaultAccount: String)
}

/// Finds out who calls, and to which Region. The call's record gets what is known of the caller, also of a refused one.
protocol Authenticator: Sendable {
    func authenticate(
        _ request: WireRequest, for service: ServiceName, _ call: inout CallRecord
    ) async throws(Refusal) -> Authenticated
}

/// Who calls, and where.
struct Authenticated: Sendable {
    /// As the Region's partition names him.
    var principal: Principal
    var region: String
    /// The Region's.
    var partition: String
    /// The access key with which the request is signed; nil where nobody looked.
    var accessKeyID: String?
}

/// Why nobody is let in. Each service says it in its own words.
enum Refusal: Error {
    case signature(SigV4Error)
    /// The access key is unknown or inactive, or comes with a session token that nobody gave.
    case invalidToken
    /// The session token's time is over.
    case expiredToken
    /// A fault that is not the caller's.
    case records(RecordError)

    /// For the operator's log.
    var cause: String? {
        guard case .records(let error) = self else { return nil }
        return String(describing: error)
    }

    /// Whether it is worth trying again.
    static func isUnavailability(_ error: RecordError) -> Bool {
        switch error {
        case .store, .rootKey: true
        case .notAuthentic, .undecodable: false
        }
    }
}

extension CredentialScope {
    /// Whether there is such a Region, and whether the request is for the service that it was signed for.
    /// - Returns: the Region's partition.
    func partition(for service: ServiceName, _ call: inout CallRecord) throws(Refusal) -> String {
        guard let partition = AWSRegions.partition(of: region) else { throw .signature(.unknownRegion) }
        call.region = region
        guard self.service == service.rawValue else {
            throw .signature(.wrongService(expected: service.rawValue))
        }
        return partition
    }
}

extension CallRecord {
    /// Takes note of a claimed access key id, unless it could be a secret in the wrong place.
    mutating func note(accessKeyID id: String) {
        let isPlausible = (12...32).contains(id.utf8.count) && id.utf8.allSatisfy(\.isUpperCaseOrDigit)
        if isPlausible { accessKeyID = id }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isUpperCaseOrDigit: Bool { isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
