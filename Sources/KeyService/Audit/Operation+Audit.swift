import AWSJSON
import AuditTrail
import KMSModel
import ServiceModel

// What operations tell of themselves for the audit trail. The defaults do for most; an operation says otherwise where the
// example that AWS gives for it differs
// (https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html).

extension Operation {
    static func recorded(_ input: Input) -> Input { input }

    static func keyMaterialID(_ output: Output) -> String? { nil }

    static func companions(_ input: Input, _ subject: Subject, _ output: Output) -> [AuditCompanion] { [] }
}

extension Operation where Output: KMSResponse {
    static func recordElements(_ output: Output, _ subject: Subject, to writer: inout JSONWriter) {
        output.recordMembers(to: &writer)
    }
}

extension Operation where Output == Void {
    static func recordElements(_ output: Output, _ subject: Subject, to writer: inout JSONWriter) {}
}

extension Operation {
    /// The keys and aliases of the permissions that the call needs.
    static func resources(_ input: Input, _ subject: Subject, _ output: Output?) -> [AuditResource] {
        permissions(input, subject).compactMap { permission in
            switch permission.resource {
            case .key(let key): AuditResource(key)
            case .alias(let arn): AuditResource(alias: arn)
            case .account: nil
            }
        }
    }

    static func recordAdditions(
        _ input: Input, _ subject: Subject, _ output: Output?, in call: Call, to writer: inout JSONWriter
    ) {
        guard let output else { return }
        writer.member("keyMaterialId", keyMaterialID(output))
        if let recipient = recipient(input) { Recipient.record(recipient, in: call, to: &writer) }
    }
}

extension KeyOperation {
    static func resources(_ input: Input, _ key: Key, _ output: Output?) -> [AuditResource] { [AuditResource(key)] }
}

extension AuditResource {
    init(_ key: Key) { self.init(account: key.record.account, type: "AWS::KMS::Key", arn: key.arn) }

    /// AWS's examples call an alias a key.
    init?(alias arn: String) {
        guard let account = KMSARN(parsing: arn)?.account else { return nil }
        self.init(account: account, type: "AWS::KMS::Key", arn: arn)
    }
}
