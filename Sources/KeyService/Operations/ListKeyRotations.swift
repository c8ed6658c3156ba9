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
        try UsageRules.checkRotation(key)
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
        RotationsListEntry(
            keyId: key.record.id, keyMaterialId: material.id.hex,
            keyMaterialState: material.id == key.currentMaterialID ? .current : .nonCurrent,
            rotationDate: material.rotation.map { Timestamp(milliseconds: $0.date) },
            rotationType: material.rotation?.type)
    }
}
