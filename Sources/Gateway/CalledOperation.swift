import IAMModel
import Identity
import KMSModel

/// The services that answer here, by the names that stand in credential scopes.
enum ServiceName: String, Hashable, Sendable {
    case iam, kms, sts
}

/// What a request asks for, as far as can be told before it is known who asks. One of a fixed number of values,
/// whatever the request says.
enum CalledOperation: Hashable, Sendable {
    /// Nil: of an unknown name.
    case kms(KMSOperation?)
    /// Nil: of an unknown name.
    case iam(IAMOperation?)
    /// Nil: of an unknown name, version, or none.
    case sts(STSOperation?)

    static let all: [CalledOperation] =
        [.kms(nil), .iam(nil), .sts(nil)] + KMSOperation.allCases.map { .kms($0) }
        + IAMOperation.allCases.map { .iam($0) } + STSOperation.allCases.map { .sts($0) }

    init(of request: WireRequest) {
        if let target = request.header("x-amz-target") {
            self = .kms(KMSOperation(target: target))
        } else if let parameters = QueryService.parameters(of: request) {
            let isOfIAM = parameters["Version"] == IAMOperation.version
            self = isOfIAM ? .iam(IAMOperation(parameters)) : .sts(STSOperation(parameters))
        } else {
            self = .kms(nil)
        }
    }

    var service: ServiceName {
        switch self {
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
        case .kms, .sts(nil), .sts(.getCallerIdentity?), .sts(.getSessionToken?), .sts(.getAccessKeyInfo?): false
        case .iam, .sts: true
        }
    }

    /// As AWS spells it, or `unknown`.
    var name: String {
        switch self {
        case .kms(let operation): operation?.rawValue ?? "unknown"
        case .iam(let operation): operation?.rawValue ?? "unknown"
        case .sts(let operation): operation?.rawValue ?? "unknown"
        }
    }
}
