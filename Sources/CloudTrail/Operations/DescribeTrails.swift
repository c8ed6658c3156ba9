import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
enum DescribeTrails: AccountOperation {
    typealias Input = DescribeTrailsRequest
    static let operation = CloudTrailOperation.describeTrails

    static func run(
        _ request: Authorized<DescribeTrails>, in call: Call
    ) async throws(Failure) -> DescribeTrailsResponse {
        var names: [TrailName] = []
        for text in request.input.trailNameList ?? [] { names.append(try TrailName(parsing: text)) }
        let all = try await stored { () throws(RecordError) in try await call.trails.all(of: call.account) }
        let withShadows = request.input.includeShadowTrails ?? true
        let trails = all.map(\.value).filter { trail in
            guard withShadows || trail.homeRegion == call.region else { return false }
            return names.isEmpty
                ? trail.isVisible(in: call.region) : names.contains { trail.isNamed($0, in: call.region) }
        }
        return DescribeTrailsResponse(trailList: trails.map(\.model))
    }
}

extension TrailRecord {
    /// By its ARN also where it is not visible.
    fileprivate func isNamed(_ name: TrailName, in region: String) -> Bool {
        switch name {
        case .name(let name): self.name == name && isVisible(in: region)
        case .arn(let arn): self.arn == arn.text
        }
    }
}
