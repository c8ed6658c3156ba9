import KMSModel
import Records

/// Why a call goes no further.
enum Failure: Error {
    /// As AWS refuses it.
    case refused(KMSError)
    /// A fault that is not the caller's.
    case record(RecordError)

    static func refused(_ code: KMSErrorCode, _ message: String? = nil) -> Failure {
        .refused(KMSError(code, message))
    }

    static func validation(_ message: String) -> Failure { .refused(.validationException, message) }

    static func notBuilt(_ what: String) -> Failure {
        .refused(.unsupportedOperationException, "Trent does not implement \(what) yet.")
    }

    static let dryRunSucceeded = Failure.refused(
        .dryRunOperationException, "The request would have succeeded, but the DryRun option is set.")

    // MARK: Finding the key

    static func malformedKeyID(_ text: String) -> Failure { .refused(.notFoundException, "Invalid keyId '\(text)'") }

    static func malformedARN(_ text: String) -> Failure { .refused(.invalidArnException, "Invalid arn \(text)") }

    static func otherRegion(_ region: String) -> Failure { .refused(.notFoundException, "Invalid arn \(region)") }

    static func keyNotFound(arn: String) -> Failure { .refused(.notFoundException, "Key '\(arn)' does not exist") }

    static func aliasNotFound(arn: String) -> Failure { .refused(.notFoundException, "Alias \(arn) is not found.") }

    static let aliasNotAccepted = Failure.refused(
        .invalidArnException, "Key Aliases are not supported for this operation.")

    static let unknownCiphertextKey = Failure.refused(
        .accessDeniedException,
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
            + "or you are not allowed to access.")

    static let invalidMarker = Failure.refused(.invalidMarkerException, "Could not deserialize marker.")

    // MARK: Usage

    static func usage(_ key: Key, _ operation: KMSOperation) -> Failure {
        .refused(
            .invalidKeyUsageException,
            "\(key.arn) key usage is \(key.record.usage.rawValue) which is not valid for \(operation.rawValue).")
    }

    static func algorithm(_ algorithm: String, _ key: Key) -> Failure {
        .refused(
            .invalidKeyUsageException,
            "Algorithm \(algorithm) is incompatible with key spec \(key.record.spec.rawValue).")
    }

    static let incorrectKey = Failure.refused(
        .incorrectKeyException, "The key ID in the request does not identify a CMK that can perform this operation.")

    static let invalidCiphertext = Failure.refused(.invalidCiphertextException)
}

/// Runs a call of the record floor and makes its error a failure of this one.
func stored<R>(_ body: () async throws(RecordError) -> R) async throws(Failure) -> R {
    do throws(RecordError) {
        return try await body()
    } catch {
        throw .record(error)
    }
}
