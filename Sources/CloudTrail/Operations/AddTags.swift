import CloudTrailModel

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html
enum AddTags: TaggingOperation {
    typealias Input = AddTagsRequest
    static let operation = CloudTrailOperation.addTags

    static func trail(_ input: AddTagsRequest) -> String { input.resourceId }

    static func permissions(_ input: AddTagsRequest, _ trail: NamedTrail, in call: Call) -> [Permission] {
        [Permission(operation, on: trail).requesting(input.tagsList)]
    }

    static func run(_ request: Authorized<AddTags>, in call: Call) async throws(Failure) -> AddTagsResponse {
        let trail = try request.subject.taggable(in: call)
        let new = try TagRules.tags(request.input.tagsList)
        try await call.trails.change(trail, in: call) { (trail) throws(Failure) in
            trail.tags = try TagRules.setting(new, over: trail.tags)
        }
        return AddTagsResponse()
    }
}
