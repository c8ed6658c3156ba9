import AWSJSON
import AuditTrail
import CloudTrailModel
import Records

/// The NextToken of a look-up: where the next page begins, for a request that asks the same.
struct LookupToken: Sendable {
    /// Of all that must not change from page to page.
    private let request: String

    init(_ input: LookupEventsRequest, in call: Call) {
        let attribute = input.lookupAttributes?.first
        let parts: [String?] = [
            call.account, call.region, attribute?.attributeKey?.rawValue, attribute?.attributeValue,
            input.startTime.map { String($0.milliseconds) }, input.endTime.map { String($0.milliseconds) },
            input.eventCategory?.rawValue,
        ]
        let json = JSONValue.array(parts.map { $0.map { .string($0) } ?? .null }).encoded
        request = String(ContentHash.hex(json).prefix(32))
    }

    func text(_ position: EventPosition) -> String { Marker.make(after: "\(position.sequence)/\(request)") }

    /// - Returns: nil for the first page.
    func position(of token: String?) throws(Failure) -> EventPosition? {
        guard let token else { return nil }
        guard let place = Marker.place(of: token) else { throw .invalidNextToken }
        let parts = place.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == request, let sequence = Int64(parts[0]), sequence >= 0 else {
            throw .invalidNextToken
        }
        return EventPosition(sequence: sequence)
    }
}
