import CloudTrailModel

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_RemoveTags.html
enum RemoveTags: TaggingOperation {
    typealias Input = RemoveTagsRequest
    static let operation = CloudTrailOperation.removeTags

    static func trail(_ input: RemoveTagsRequest) -> String { input.resourceId }

    static func permissions(_ input: RemoveTagsRequest, _ trail: NamedTrail, in call: Call) -> [Permission] {
        [Permission(operation, on: trail).removing(input.tagsList)]
    }

    static func run(_ request: Authorized<RemoveTags>, in call: Call) async throws(Failure) -> RemoveTagsResponse {
        let trail = try request.subject.taggable(in: call)
        try await call.trails.change(trail, in: call) { (trail) throws(Failure) in
            trail.tags = TagRules.removing(request.input.tagsList, from: trail.tags)
        }
        return RemoveTagsResponse()
    }
}
