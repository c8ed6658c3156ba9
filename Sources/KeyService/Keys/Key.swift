import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import Records
import Synchronization

/// A KMS key as it was when last read: immutable, shared by all who use it. Key material is fetched when first needed.
final class Key: Sendable {
    let record: KeyRecord
    let version: Int64
    let arn: String
    let binaryID: BinaryKeyID
    let accountNumber: UInt64
    /// The key policy as it decides; nil if it can't be read, and then nobody is let in.
    let policy: ResourcePolicy?
    let materials = Mutex<[KeyMaterialID: HeldSecret]>([:])
    /// The current key pair of an asymmetric key, as the library that computes with it has it.
    let privateKey = Mutex<PrivateKey?>(nil)

    /// - Returns: nil if the record names a key that can't be.
    init?(_ record: Versioned<KeyRecord>, partition: String) {
        guard let binaryID = BinaryKeyID(record.value.id), let account = UInt64(record.value.account) else {
            return nil
        }
        self.record = record.value
        version = record.version
        arn = Place(account: record.value.account, region: record.value.region, partition: partition)
            .keyARN(record.value.id)
        self.binaryID = binaryID
        accountNumber = account
        policy = KeyPolicy.parsed(record.value)
    }

    /// Whether what decides who may use it is the same.
    func isDecidedAlike(as other: Key) -> Bool {
        record.policy == other.record.policy && record.policyPrincipals == other.record.policyPrincipals
            && record.tags == other.record.tags
    }

    /// Where it lives.
    var place: Place { Place(account: record.account, region: record.region, partition: partition) }

    var partition: String { AWSRegions.partition(of: record.region) ?? "aws" }
}
