import AuditTrail
import CloudTrailModel
import Records

/// Why a call goes no further.
enum Failure: Error {
    /// As AWS refuses it.
    case refused(CloudTrailError)
    /// A fault that is not the caller's.
    case record(RecordError)
    /// The trail can't be searched.
    case archive(AuditFailure)

    static func refused(_ code: CloudTrailErrorCode, _ message: String) -> Failure {
        .refused(CloudTrailError(code, message))
    }

    /// `what`: what Trent lacks.
    static func notBuilt(_ what: String) -> Failure {
        .refused(.unsupportedOperationException, "Trent does not implement \(what) yet.")
    }

    static func unknownTrail(_ trail: String, _ account: String) -> Failure {
        .refused(.trailNotFoundException, "Unknown trail: \(trail) for the user: \(account)")
    }

    static func otherHomeRegion(_ trail: TrailRecord) -> Failure {
        .refused(
            .invalidHomeRegionException,
            "The trail \(trail.arn) can only be changed from its home Region, \(trail.homeRegion).")
    }

    static let invalidNextToken = Failure.refused(.invalidNextTokenException, "The next token is not valid.")

    static let invalidToken = Failure.refused(.invalidTokenException, "The next token is not valid.")

    /// What the caller is told, and what lies behind it.
    var answer: (error: CloudTrailError, cause: String?) {
        switch self {
        case .refused(let error): (error, nil)
        case .record(let error): (error.asSeenByCallers, String(describing: error))
        case .archive(let failure):
            (CloudTrailError(.internalFailure, "The audit trail can't be searched now."), failure.cause)
        }
    }
}

/// Runs a call of the record floor and makes its error a failure of this one.
func stored<R>(_ body: () async throws(RecordError) -> R) async throws(Failure) -> R {
    do throws(RecordError) {
        return try await body()
    } catch {
        throw .record(error)
    }
}

extension RecordError {
    /// What a caller is told of a fault that is not his: enough to know whom to ask, nothing of the inside.
    fileprivate var asSeenByCallers: CloudTrailError {
        switch self {
        case .store(.full):
            CloudTrailError(.internalFailure, "The change was not made: the server's disk is full.")
        case .store(.readOnly):
            CloudTrailError(.internalFailure, "The change was not made: the server's data directory is read-only.")
        case .store(.conflict):
            CloudTrailError(
                .conflictException, "The change was not made: too many others were made at the same time.")
        case .store, .rootKey:
            CloudTrailError(
                .serviceUnavailableException, "The request was rejected because the store is not available.")
        default: CloudTrailError(.internalFailure, "A record that this request needs is damaged or was altered.")
        }
    }
}
