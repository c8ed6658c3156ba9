import AWSJSON
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
    let materials = Mutex<[KeyMaterialID: HeldSecret]>([:])

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
    }

    /// The material that encrypts.
    var currentMaterialID: KeyMaterialID { record.materials[record.materials.count - 1].id }
}

extension Key {
    /// What DescribeKey tells.
    var metadata: KeyMetadata {
        KeyMetadata(
            awsAccountId: record.account, keyId: record.id, arn: arn,
            creationDate: Timestamp(milliseconds: record.created), enabled: record.state == .enabled,
            description: record.description, keyUsage: record.usage, keyState: record.state,
            deletionDate: record.deletion.map { Timestamp(milliseconds: $0.date) }, origin: record.origin,
            keyManager: record.manager, customerMasterKeySpec: CustomerMasterKeySpec(rawValue: record.spec.rawValue),
            keySpec: record.spec, encryptionAlgorithms: [.symmetricDefault], multiRegion: false,
            currentKeyMaterialId: currentMaterialID.hex)
    }
}
