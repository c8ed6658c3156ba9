import CloudTrail
import CloudTrailModel
import IAMModel
import Identity
import KMSModel
import KeyService

/// The services that answer here, by the names that stand in credential scopes.
enum ServiceName: String, Hashable, Sendable {
    case cloudtrail, iam, kms, sts
}

/// What a request asks for, as far as can be told before it is known who asks. One of a fixed number of values,
/// whatever the request says.
enum CalledOperation: Hashable, Sendable {
    /// Nil: of an unknown name.
    case cloudTrail(CloudTrailOperation?)
    /// Nil: of an unknown name.
    case kms(KMSOperation?)
    /// Nil: of an unknown name.
    case iam(IAMOperation?)
    /// Nil: of an unknown name, version, or none.
    case sts(STSOperation?)

    static let all: [CalledOperation] =
        [.cloudTrail(nil), .kms(nil), .iam(nil), .sts(nil)]
        + CloudTrailOperation.allCases.map { .cloudTrail($0) } + KMSOperation.allCases.map { .kms($0) }
        + IAMOperation.allCases.map { .iam($0) } + STSOperation.allCases.map { .sts($0) }

    init(of request: WireRequest) {
        if let target = request.header("x-amz-target") {
            self = Self.of(target)
        } else if let parameters = QueryService.parameters(of: request) {
            let isOfIAM = parameters["Version"] == IAMOperation.version
            self = isOfIAM ? .iam(IAMOperation(parameters)) : .sts(STSOperation(parameters))
        } else {
            self = .kms(nil)
        }
    }

    private static func of(_ target: String) -> CalledOperation {
        // Swift takes the Kelvin sign for a K, but not for as many bytes.
        if let operation = operations[target], target.utf8.count == 13 + operation.name.utf8.count { return operation }
        return target.contains("CloudTrail_20131101.") ? .cloudTrail(CloudTrailOperation(target: target)) : .kms(nil)
    }

    /// KMS's, by their targets: telling them apart one after the other would cost microseconds.
    private static let operations: [String: CalledOperation] = Dictionary(
        uniqueKeysWithValues: KMSOperation.allCases.map { ("TrentService.\($0.rawValue)", .kms($0)) })

    var service: ServiceName {
        switch self {
        case .cloudTrail: .cloudtrail
        case .kms: .kms
        case .iam: .iam
        case .sts: .sts
        }
    }

    /// Whether who calls is shown by what the request says, and not by its signature.
    var isUnsigned: Bool {
        guard case .sts(let operation?) = self else { return false }
        return STSService.isUnsigned(operation)
    }

    /// Whether it names what an account has in all Regions. Policies know that by its ARN in the account's partition: under
    /// the name that another partition gives it, it would escape those that deny.
    var isOfOnePartition: Bool {
        switch self {
        case .cloudTrail, .kms, .sts(nil), .sts(.getCallerIdentity?), .sts(.getSessionToken?), .sts(.getAccessKeyInfo?):
            false
        case .iam, .sts: true
        }
    }

    /// Whether there is such an operation.
    var isNamed: Bool {
        switch self {
        case .cloudTrail(nil), .kms(nil), .iam(nil), .sts(nil): false
        case .cloudTrail, .kms, .iam, .sts: true
        }
    }

    /// Whether a call changes nothing, as the audit trail has it.
    var isReadOnly: Bool {
        switch self {
        case .cloudTrail(let operation): operation?.isReadOnly ?? true
        case .kms(let operation): operation?.isReadOnly ?? true
        case .iam(let operation): operation?.isReadOnly ?? true
        case .sts(let operation): operation?.isReadOnly ?? true
        }
    }

    /// As AWS spells it, or `unknown`.
    var name: String {
        switch self {
        case .cloudTrail(let operation): operation?.rawValue ?? "unknown"
        case .kms(let operation): operation?.rawValue ?? "unknown"
        case .iam(let operation): operation?.rawValue ?? "unknown"
        case .sts(let operation): operation?.rawValue ?? "unknown"
        }
    }
}
