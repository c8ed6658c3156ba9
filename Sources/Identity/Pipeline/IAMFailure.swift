import IAMModel
import Records

/// Why a call goes no further.
enum IAMFailure: Error {
    /// As AWS refuses it.
    case refused(QueryError)
    /// A fault that is not the caller's.
    case record(RecordError)

    static func refused(_ code: IAMErrorCode, _ message: String) -> IAMFailure {
        .refused(QueryError(iam: code, message))
    }

    static func validation(_ message: String) -> IAMFailure { .refused(QueryError(.validationError, message)) }

    static func accessDenied(_ message: String) -> IAMFailure { .refused(QueryError(.accessDenied, message)) }

    static func notBuilt(_ what: String) -> IAMFailure {
        .refused(QueryError(.unsupportedOperation, "Trent does not implement \(what) yet."))
    }

    // MARK: What is not there

    static func notFound(_ kind: EntityKind, _ name: String) -> IAMFailure {
        .refused(.noSuchEntity, "The \(kind.rawValue) with name \(name) cannot be found.")
    }

    static func inlinePolicyNotFound(_ kind: EntityKind, _ name: String) -> IAMFailure {
        .refused(.noSuchEntity, "The \(kind.rawValue) policy with name \(name) cannot be found.")
    }

    static func policyNotFound(_ arn: String) -> IAMFailure { .refused(.noSuchEntity, "Policy \(arn) was not found.") }

    static func policyNotAttachable(_ arn: String) -> IAMFailure {
        .refused(.noSuchEntity, "Policy \(arn) does not exist or is not attachable.")
    }

    static func policyVersionNotFound(_ arn: String, _ version: String) -> IAMFailure {
        .refused(.noSuchEntity, "Policy \(arn) version \(version) does not exist or is not attachable.")
    }

    static func accessKeyNotFound(_ id: String) -> IAMFailure {
        .refused(.noSuchEntity, "The Access Key with id \(id) cannot be found.")
    }

    static func loginProfileNotFound(_ user: String) -> IAMFailure {
        .refused(.noSuchEntity, "Login Profile for User \(user) cannot be found.")
    }

    static func providerNotFound(_ arn: String) -> IAMFailure {
        .refused(.noSuchEntity, "OpenIDConnect Provider not found for arn \(arn)")
    }

    // MARK: What is in the way

    static func alreadyExists(_ kind: EntityKind, _ name: String) -> IAMFailure {
        switch kind {
        case .policy:
            .refused(
                .entityAlreadyExists, "A policy called \(name) already exists. Duplicate names are not allowed.")
        case .user, .group, .role:
            .refused(
                .entityAlreadyExists, "\(kind.rawValue.capitalizedASCII) with name \(name) already exists.")
        }
    }

    /// `first`: what must be done before.
    static func deleteConflict(_ first: String) -> IAMFailure {
        .refused(.deleteConflict, "Cannot delete entity, must \(first) first.")
    }

    /// `quota`: as AWS calls it.
    static func quota(_ quota: String, _ most: Int) -> IAMFailure {
        .refused(.limitExceeded, "Cannot exceed quota for \(quota): \(most)")
    }

    static func invalidARN(_ arn: String) -> IAMFailure { .refused(.invalidInput, "ARN \(arn) is not valid.") }

    static let invalidMarker = IAMFailure.validation("Invalid Marker.")

    static let foreignPolicy = IAMFailure.accessDenied("Policy is outside your own account.")

    static let userNameNeeded = IAMFailure.validation("Must specify userName when calling with non-User credentials")
}

extension QueryError {
    static let callerIsGone = QueryError(
        .invalidClientTokenId, "The security token included in the request is invalid.")
}

extension String {
    /// With its first letter in upper case, if that is of ASCII.
    var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}

/// Runs a call of the record floor and makes its error a failure of this one.
func stored<R>(_ body: () async throws(RecordError) -> R) async throws(IAMFailure) -> R {
    do throws(RecordError) {
        return try await body()
    } catch {
        throw .record(error)
    }
}

extension RecordError {
    /// What a caller is told of a fault that is not his: enough to know whom to ask, nothing of the inside.
    var asSeenByCallers: QueryError {
        switch self {
        case .store(.full):
            QueryError(.internalFailure, "The change was not made: the server's disk is full.")
        case .store(.readOnly):
            QueryError(.internalFailure, "The change was not made: the server's data directory is read-only.")
        case .store(.conflict):
            QueryError(
                iam: .concurrentModification,
                "The change was not made: too many others were made at the same time.")
        case .store, .rootKey:
            QueryError(.serviceUnavailable, "The request was rejected because the store is not available.")
        default:
            QueryError(.internalFailure, "A record that this request needs is damaged or was altered.")
        }
    }
}
