import IAMModel
import Records

/// Why a call of STS is not answered.
enum STSFailure: Error {
    /// AWS's own refusal. `cause`: what the operator is to know besides.
    case refused(QueryError, cause: String? = nil)
    /// A fault that is not the caller's.
    case records(RecordError)
}

extension STSFailure {
    static func accessDenied(_ message: String) -> STSFailure { .refused(QueryError(.accessDenied, message)) }

    static func notAuthorized(_ user: String, _ action: String, on resource: String) -> STSFailure {
        .accessDenied("User: \(user) is not authorized to perform: \(action) on resource: \(resource)")
    }

    static func withSessionCredentials(_ operation: STSOperation) -> STSFailure {
        .accessDenied("Cannot call \(operation.rawValue) with session credentials")
    }

    static func validation(_ message: String) -> STSFailure { .refused(QueryError(.validationError, message)) }

    /// A code that STS answers and its model does not name.
    static func invalidParameter(_ message: String) -> STSFailure {
        var error = QueryError(.validationError, message)
        error.code = "InvalidParameterValue"
        return .refused(error)
    }

    static func sts(_ code: STSErrorCode, _ message: String, cause: String? = nil) -> STSFailure {
        .refused(QueryError(sts: code, message), cause: cause)
    }
}

/// Runs what reads or writes records, and makes its error one of STS.
func recorded<R>(_ body: () async throws(RecordError) -> R) async throws(STSFailure) -> R {
    do throws(RecordError) {
        return try await body()
    } catch {
        throw .records(error)
    }
}
