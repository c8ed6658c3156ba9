import CloudTrailModel
import Records

/// An account's trails in all Regions
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html).
enum ListTrails: AccountOperation {
    typealias Input = ListTrailsRequest
    static let operation = CloudTrailOperation.listTrails

    private static let pageSize = 100

    static func run(_ request: Authorized<ListTrails>, in call: Call) async throws(Failure) -> ListTrailsResponse {
        let last = try request.input.nextToken.map(place)
        let all = try await stored { () throws(RecordError) in try await call.trails.all(of: call.account) }
        let rest = all.map(\.value).filter { trail in
            last.map { $0.utf8.lexicographicallyPrecedes(trail.place.utf8) } ?? true
        }
        let page = rest.prefix(pageSize)
        return ListTrailsResponse(
            trails: page.map { TrailInfo(trailARN: $0.arn, name: $0.name, homeRegion: $0.homeRegion) },
            nextToken: rest.count > pageSize ? page.last.map { Marker.make(after: $0.place) } : nil)
    }

    private static func place(_ token: String) throws(Failure) -> String {
        guard let place = Marker.place(of: token) else { throw .invalidToken }
        return place
    }
}
