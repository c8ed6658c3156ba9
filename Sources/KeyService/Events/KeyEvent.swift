import AWSJSON
import AuditTrail
import KMSModel
import KeyCrypto
import Records
import ServiceModel

/// What KMS, or an operator, does to a key without being called
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html).
enum KeyEvent {
    /// https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekey.html
    case rotation(RotationType, from: KeyMaterialID?, to: KeyMaterialID?)
    /// https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-key.html
    case deletion
    /// Of key material; nil for that of asymmetric and HMAC keys, whose ids nobody is told
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-deleteexpiredkeymaterial.html).
    case expiry(KeyMaterialID?)
    /// What the keys of a set have in common was copied from the primary key to the others
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-synchronize-multi-region-key.html).
    case synchronization
    /// An operator gave the key its default policy. AWS has no such thing.
    case recovery(formerPolicy: String)

    private var name: String {
        switch self {
        case .rotation: "RotateKey"
        case .deletion: "DeleteKey"
        case .expiry: "DeleteExpiredKeyMaterial"
        case .synchronization: "SynchronizeMultiRegionKey"
        case .recovery: "RecoverKey"
        }
    }

    /// Who did it.
    private var invokedBy: String {
        if case .recovery = self { "trent recover key" } else { "AWS Internal" }
    }

    /// The event, to be written down.
    /// `key`: as it is after the change.
    func pending(of key: KeyRecord, at now: Int64, _ randomness: any Randomness) -> PendingEvent {
        let partition = AWSRegions.partition(of: key.region) ?? "aws"
        let arn = Place(account: key.account, region: key.region, partition: partition).keyARN(key.id)
        var details = AuditDetails(
            resources: [AuditResource(account: key.account, type: "AWS::KMS::Key", arn: arn)], isReadOnly: false)
        var requestID: String?
        switch self {
        case .synchronization:
            // AWS records it as if it had been called for.
            details.responseElements = AuditDetails.object { $0.member("keyId", arn) }
            requestID = BinaryKeyID(newUUID: randomness.fill).text
        case .deletion: details.responseElements = AuditDetails.object { $0.member("keyId", arn) }
        case .rotation, .expiry, .recovery: break
        }
        let id = EventID.make(time: now, randomness: randomness.bytes(EventID.randomBytes))
        let event = AuditEvent(
            service: "kms.amazonaws.com", name: name, account: key.account, region: key.region, time: now, id: id,
            requestID: requestID, details: details,
            serviceEventDetails: AuditDetails.object { recordDetails(of: key, to: &$0) }, invokedBy: invokedBy)
        return PendingEvent(id: id, time: now, account: key.account, region: key.region, json: event.encoded())
    }

    private func recordDetails(of key: KeyRecord, to writer: inout JSONWriter) {
        switch self {
        case .rotation(let type, let former, let current):
            writer.member("rotationType", type.rawValue)
            writer.member("keyOrigin", key.origin.rawValue)
            writer.member("previousKeyMaterialId", former?.hex)
            writer.member("currentKeyMaterialId", current?.hex)
        case .expiry(let material): writer.member("keyMaterialId", material?.hex)
        case .recovery(let policy): writer.member("formerPolicy", policy)
        case .synchronization, .deletion: return
        }
        writer.member("keyId", key.id)
    }
}
