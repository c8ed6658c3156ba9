import AWSJSON
import AuditTrail
import KMSModel
import ServiceModel

private let account = "111122223333"
private let keyARN = "arn:aws:kms:eu-central-1:\(account):key/1234abcd-12ab-34cd-56ef-1234567890ab"

/// The record of a GenerateDataKey, as it goes into the audit trail.
func records() -> [Operation] {
    let identity = AuditIdentity.user(
        name: "etl", id: "AIDACKCEVSQ6C2EXAMPLE", arn: "arn:aws:iam::\(account):user/etl", account: account,
        accessKeyID: "AKIAIOSFODNN7EXAMPLE")
    let request = GenerateDataKeyRequest(keyId: keyARN, keySpec: .aes256)
    return [
        Operation("record: of a GenerateDataKey") {
            let details = AuditDetails(
                requestParameters: AuditDetails.object { request.recordMembers(to: &$0) },
                resources: [AuditResource(account: account, type: "AWS::KMS::Key", arn: keyARN)], isReadOnly: true)
            let event = AuditEvent(
                identity: identity, time: 1_767_268_800_000, source: "kms.amazonaws.com", name: "GenerateDataKey",
                region: "eu-central-1", sourceIPAddress: "192.0.2.1",
                userAgent: "Boto3/1.44.5 md/Botocore#1.44.5 lang/python#3.11", details: details,
                requestID: "5e1d1d5e-0a3f-4c37-9f43-3a4e8c5c0c11", id: "0f0f9ab6-9f0d-4d8b-8d0b-0a5ac1a6a1c5",
                recipientAccount: account)
            return event.entry().json.count > 800
        }
    ]
}
