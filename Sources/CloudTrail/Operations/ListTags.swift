import AuditTrail
import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html
enum ListTags: TrailOperation {
    typealias Input = ListTagsRequest
    static let operation = CloudTrailOperation.listTags

    private static let trailsMax = 20

    static func find(_ input: ListTagsRequest, in call: Call) async throws(Failure) -> [NamedTrail] {
        // All tags fit one page.
        guard input.nextToken == nil else { throw .invalidToken }
        guard input.resourceIdList.count <= trailsMax else {
            throw .refused(.validationException, "The tags of at most \(trailsMax) trails can be listed at once.")
        }
        var trails: [NamedTrail] = []
        for id in input.resourceIdList { trails.append(try await Resolver.taggedTrail(id, in: call)) }
        return trails
    }

    static func permissions(_ input: ListTagsRequest, _ trails: [NamedTrail], in call: Call) -> [Permission] {
        trails.isEmpty ? [Permission(operation, on: "*")] : trails.map { Permission(operation, on: $0) }
    }

    static func resources(_ trails: [NamedTrail]) -> [AuditResource] { trails.flatMap(\.resources) }

    static func run(_ request: Authorized<ListTags>, in call: Call) async throws(Failure) -> ListTagsResponse {
        var found: [ResourceTag] = []
        for trail in request.subject {
            let tags = try trail.tagged(in: call).value.tags
            found.append(ResourceTag(resourceId: trail.arn, tagsList: tags.map(\.model)))
        }
        return ListTagsResponse(resourceTagList: found)
    }
}
