import KMSModel
import KeyCrypto

extension Failure {
    static func origin(_ key: Key) -> Failure {
        unsupported("\(key.arn) origin is \(key.record.origin.rawValue) which is not valid for this operation.")
    }

    static func unsupported(_ message: String) -> Failure { .refused(.unsupportedOperationException, message) }

    static func notPrimary(_ key: Key) -> Failure { unsupported("\(key.arn) is not a multi-region primary key.") }

    static func incorrectMaterial(_ message: String) -> Failure {
        .refused(.incorrectKeyMaterialException, message)
    }

    static let unknownMaterial = incorrectMaterial("The key material is not associated with the KMS key.")

    static let knownMaterial = incorrectMaterial("The key material is already associated with the KMS key.")

    static func anotherMaterialWaits(
        _ waiting: KeyMaterialID, new: KeyMaterialID, keyID: String
    ) -> Failure {
        .refused(
            .kmsInvalidStateException,
            "New key material (id: \(new.hex)) cannot be imported into KMS key \(keyID), because another key material "
                + "(id: \(waiting.hex)) is pending rotation.")
    }

    static func nothingToRotateTo(arn: String) -> Failure {
        .refused(
            .kmsInvalidStateException, "No available key material pending rotation for the key: \(arn).")
    }

    static func pendingImport(_ key: Key) -> Failure {
        .refused(.kmsInvalidStateException, "\(key.arn) is pending import.")
    }

    static let invalidImportToken = Failure.refused(.invalidImportTokenException)

    static let expiredImportToken = Failure.refused(.expiredImportTokenException)
}
