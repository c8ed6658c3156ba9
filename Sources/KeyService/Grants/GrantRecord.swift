import KMSModel
import Records

/// A grant: what somebody may do with one KMS key, beside what policies say
/// (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html). It is made and deleted, never changed.
struct GrantRecord: Hashable, Sendable {
    /// 64 hex digits.
    var id: String
    /// The key's.
    var account: String
    var region: String
    var keyID: String
    /// Milliseconds since 1970.
    var created: Int64
    /// The account whose caller made it: 12 digits.
    var issuer: String
    var terms: GrantTerms
    /// Under which the grant's tokens are authenticated: 32 bytes.
    var tokenKey: [UInt8]
}

/// What CreateGrant's caller says about a grant.
struct GrantTerms: Hashable, Sendable {
    var name: String?
    var grantee: GrantPrincipal
    var retiring: GrantPrincipal?
    /// Each once.
    var operations: [GrantOperation]
    var constraints: GrantConstraints?
    /// The unique ids that the principals had when the grant was made; nil for principals that have none.
    var granteeID: String?
    var retiringID: String?

    /// Whether a request for the one is a repetition of a request for the other.
    func isRepeated(by other: GrantTerms) -> Bool {
        name == other.name && grantee == other.grantee && retiring == other.retiring
            && granteeID == other.granteeID && retiringID == other.retiringID
            && Set(operations) == Set(other.operations)
            && constraints?.encryptionContextSubset == other.constraints?.encryptionContextSubset
            && constraints?.encryptionContextEquals == other.constraints?.encryptionContextEquals
            && constraints?.sourceArn.map { Array($0.utf8) } == other.constraints?.sourceArn.map { Array($0.utf8) }
    }
}

enum GrantPrincipal: Hashable, Sendable {
    /// The ARN of a principal of an account.
    case arn(String)
    /// The name of a service, for example `ec2.amazonaws.com`.
    case service(String)

    var arn: String? { if case .arn(let arn) = self { arn } else { nil } }
    var service: String? { if case .service(let name) = self { name } else { nil } }
}

extension GrantRecord: RecordContent {
    static let collection = Collection(rawValue: "grant")
    static let nameIndex = "name"
    static let retiringIndex = "retiring"
    static let granteeIndex = "grantee"

    /// A key's grants stand together: its id is the first part of their names.
    static func recordName(_ id: String, keyID: String) -> String { "\(keyID)/\(id)" }

    static func nameValue(_ name: String, of key: KeyRecord) -> String {
        "\(key.account)/\(key.region)/\(key.id)/\(name)"
    }

    /// `account`: the principal's own; for a service the key's.
    static func retiringValue(_ principal: String, account: String, region: String) -> String {
        "\(account)/\(region)/\(principal)"
    }

    static func granteeValue(_ grantee: String, account: String, region: String, keyID: String) -> String {
        "\(account)/\(region)/\(keyID)/\(grantee)"
    }

    /// By the grantee's ARN or name, and by his unique id.
    var granteeValues: [String] {
        [terms.grantee.arn ?? terms.grantee.service, terms.granteeID].compactMap { $0 }.map {
            Self.granteeValue($0, account: account, region: region, keyID: keyID)
        }
    }

    /// The key that a grant's record is of, by the record's name.
    static func keyRecordID(of grant: RecordID) -> RecordID {
        KeyRecord.recordID(
            String(grant.name.prefix { $0 != "/" }), account: grant.account, region: grant.region)
    }

    var recordID: RecordID {
        RecordID(
            Self.collection, account: account, region: region, name: Self.recordName(id, keyID: keyID))
    }

    var retiringValue: String? {
        switch terms.retiring {
        case .arn(let arn):
            Self.retiringValue(arn, account: PrincipalARN(arn)?.account ?? account, region: region)
        case .service(let name): Self.retiringValue(name, account: account, region: region)
        case nil: nil
        }
    }

    var indexes: [IndexEntry] {
        let name = terms.name.map { IndexEntry(Self.nameIndex, "\(account)/\(region)/\(keyID)/\($0)") }
        let grantees = granteeValues.map { IndexEntry(Self.granteeIndex, $0) }
        return [name, retiringValue.map { IndexEntry(Self.retiringIndex, $0) }].compactMap { $0 } + grantees
    }
}
