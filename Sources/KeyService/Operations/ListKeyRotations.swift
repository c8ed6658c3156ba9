import AWSJSON
import KMSModel
import KeyCrypto

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html
enum ListKeyRotations: KeyOperation {
    typealias Input = ListKeyRotationsRequest
    static let operation = KMSOperation.listKeyRotations
    private static let limitDefault = 100

    static func keyIdentifier(_ input: ListKeyRotationsRequest) -> String { input.keyId }

    static func check(_ input: ListKeyRotationsRequest, _ key: Key, in call: Call) async throws(Failure) {
        try UsageRules.checkOnDemandRotation(key)
    }

    static func run(
        _ request: Authorized<ListKeyRotations>, in call: Call
    ) async throws(Failure) -> ListKeyRotationsResponse {
        let (input, key) = (request.input, request.subject)
        let all = key.record.materials.filter {
            input.includeKeyMaterial == .allKeyMaterial || $0.rotation != nil
        }
        let page = try Page(of: all, marker: input.marker, limit: input.limit ?? limitDefault)
        return ListKeyRotationsResponse(
            rotations: page.elements.map { entry($0, of: key) }, nextMarker: page.nextMarker,
            truncated: page.nextMarker != nil)
    }

    private static func entry(_ material: KeyRecord.Material, of key: Key) -> RotationsListEntry {
        let imported = material.imported
        let present = imported.flatMap { $0.isPresent ? $0 : nil }
        return RotationsListEntry(
            keyId: key.record.id, keyMaterialId: material.id.hex, keyMaterialDescription: imported?.description,
            importState: imported.map { $0.isPresent ? .imported : .pendingImport },
            keyMaterialState: state(of: material, current: key.record.currentMaterial?.id),
            expirationModel: present?.expirationModel,
            validTo: present?.validTo.map { Timestamp(milliseconds: $0) },
            rotationDate: material.rotation.map { Timestamp(milliseconds: $0.date) },
            rotationType: material.rotation?.type)
    }

    private static func state(of material: KeyRecord.Material, current: KeyMaterialID?) -> KeyMaterialState {
        switch material.imported?.stage {
        case .pendingRotation: .pendingRotation
        case .pendingReplicas: .pendingMultiRegionImportAndRotation
        case .associated, nil: material.id == current ? .current : .nonCurrent
        }
    }
}
