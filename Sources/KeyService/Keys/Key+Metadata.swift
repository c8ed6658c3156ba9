import AWSJSON
import KMSModel
import KeyCrypto

extension Key {
    /// What DescribeKey tells.
    var metadata: KeyMetadata {
        let algorithms = SpecRules.algorithms(record.spec, record.usage)
        let imported = record.currentMaterial?.imported
        return KeyMetadata(
            awsAccountId: record.account, keyId: record.id, arn: arn,
            creationDate: Timestamp(milliseconds: record.created), enabled: record.state == .enabled,
            description: record.description, keyUsage: record.usage, keyState: record.state,
            deletionDate: record.deletion?.date.map { Timestamp(milliseconds: $0) },
            validTo: imported.flatMap { $0.isPresent ? $0.validTo : nil }.map { Timestamp(milliseconds: $0) },
            origin: record.origin, expirationModel: imported.flatMap { $0.isPresent ? $0.expirationModel : nil },
            keyManager: record.manager, customerMasterKeySpec: record.spec,
            keySpec: record.spec, encryptionAlgorithms: algorithms.encryption, signingAlgorithms: algorithms.signing,
            keyAgreementAlgorithms: algorithms.agreement, encapsulationAlgorithms: algorithms.encapsulation,
            multiRegion: record.multiRegion != nil, multiRegionConfiguration: multiRegionConfiguration,
            pendingDeletionWindowInDays: record.state == .pendingReplicaDeletion ? record.deletion?.windowDays : nil,
            macAlgorithms: algorithms.mac,
            currentKeyMaterialId: record.spec == .symmetricDefault ? record.currentMaterial?.id.hex : nil)
    }

    private var multiRegionConfiguration: MultiRegionConfiguration? {
        guard let set = record.multiRegion else { return nil }
        func key(in region: String) -> MultiRegionKey {
            let place = Place(account: record.account, region: region, partition: partition)
            return MultiRegionKey(arn: place.keyARN(record.id), region: region)
        }
        return MultiRegionConfiguration(
            multiRegionKeyType: record.isPrimary ? .primary : .replica, primaryKey: key(in: set.primaryRegion),
            replicaKeys: set.replicaRegions.map { key(in: $0) })
    }
}

extension KeyRecord.Imported {
    var expirationModel: ExpirationModelType { validTo == nil ? .keyMaterialDoesNotExpire : .keyMaterialExpires }
}
