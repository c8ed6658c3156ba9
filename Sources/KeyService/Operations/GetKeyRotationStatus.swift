import AWSJSON
import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
enum GetKeyRotationStatus: KeyOperation {
    typealias Input = GetKeyRotationStatusRequest
    static let operation = KMSOperation.getKeyRotationStatus

    static func keyIdentifier(_ input: GetKeyRotationStatusRequest) -> String { input.keyId }

    static func check(_ input: GetKeyRotationStatusRequest, _ key: Key, in call: Call) async throws(Failure) {
        guard key.record.origin != .external else { throw .origin(key) }
    }

    /// A key that waits for its deletion is not rotated. On-demand rotations are done when their call returns, so none
    /// is ever under way.
    static func run(
        _ request: Authorized<GetKeyRotationStatus>, in call: Call
    ) async throws(Failure) -> GetKeyRotationStatusResponse {
        let key = request.subject
        guard let rotation = key.record.rotation, key.record.deletion == nil else {
            return GetKeyRotationStatusResponse(keyRotationEnabled: false, keyId: key.record.id)
        }
        return GetKeyRotationStatusResponse(
            keyRotationEnabled: true, keyId: key.record.id, rotationPeriodInDays: rotation.periodDays,
            nextRotationDate: Timestamp(milliseconds: rotation.next))
    }
}
