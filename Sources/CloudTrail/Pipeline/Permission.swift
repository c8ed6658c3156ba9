import CloudTrailModel
import IAMPolicy
import Records

/// One thing a caller needs to be allowed
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html).
struct Permission: Sendable {
    /// For example `cloudtrail:CreateTrail`.
    var action: String
    /// What policies compare: an ARN, or `*`.
    var resource: String
    /// The resource's own tags.
    var tags: [TrailTag] = []
    /// Those that the request sets; nil if it sets none.
    var requestTags: [TrailTag]?
    /// The keys of tags that the request sets or takes away.
    var tagKeys: [String]?

    init(_ operation: CloudTrailOperation, on resource: String) {
        action = "cloudtrail:\(operation.rawValue)"
        self.resource = resource
    }

    init(_ operation: CloudTrailOperation, on trail: NamedTrail) {
        self.init(operation, on: trail.arn)
        tags = trail.found?.value.tags ?? []
    }

    func requesting(_ tags: [Tag]?) -> Permission {
        guard let tags, !tags.isEmpty else { return self }
        var permission = self
        permission.requestTags = tags.map(TrailTag.init)
        permission.tagKeys = permission.requestTags?.map(\.key)
        return permission
    }

    func removing(_ tags: [Tag]) -> Permission {
        var permission = self
        permission.tagKeys = tags.map { $0.key ?? "" }
        return permission
    }
}

/// The condition keys about tags and the resource; the caller's context has all others.
struct TrailContext: ConditionContext {
    var permission: Permission
    var account: String
    var global: any ConditionContext

    func values(of key: ConditionKey) -> ConditionValues? {
        switch key.name {
        case "aws:resourcetag": permission.tags.values(of: key.part ?? "")
        case "aws:requesttag": permission.requestTags?.values(of: key.part ?? "")
        case "aws:tagkeys": permission.tagKeys.map { .many($0) }
        case "aws:resourceaccount": .one(account)
        default: global.values(of: key)
        }
    }
}

extension [TrailTag] {
    /// Condition keys, and the tags' keys in them, have no case. Of several tags that differ in nothing else all count.
    fileprivate func values(of key: String) -> ConditionValues? {
        let folded = key.lowercased()
        let values = filter { $0.key.lowercased() == folded }.map(\.value)
        guard let first = values.first else { return nil }
        return values.count == 1 ? .one(first) : .many(values)
    }
}

/// Decides who may do what: by the caller's own policies alone, since trails have none.
enum Authorizer {
    static func check(_ permission: Permission, _ call: Call) throws(Failure) {
        let context = TrailContext(permission: permission, account: call.account, global: call.caller.context)
        let request = AccessRequest(
            action: permission.action, resource: permission.resource, resourceAccount: call.account,
            resourcePolicy: nil, context: context)
        guard case .denied(let denial) = decide(request, by: call.caller.requester) else { return }
        throw .refused(
            .accessDeniedException,
            denial.message(
                user: call.caller.arn, action: permission.action, resource: "resource: \(permission.resource)"))
    }
}
