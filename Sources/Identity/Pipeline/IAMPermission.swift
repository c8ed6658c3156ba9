import IAMModel
import IAMPolicy

/// One thing a caller needs to be allowed.
struct IAMPermission: Sendable {
    /// For example `iam:CreateUser`.
    var action: String
    /// What policies compare: an ARN, or `*`.
    var resource: String
    /// What messages name, for example `user bob`.
    var words: String
    /// The tags of the resource and those in the request.
    var facts = ResourceFacts()
    /// Condition keys of IAM's own, in lower case.
    var keys: [String: String] = [:]

    /// `words`: nil if messages name the ARN.
    init(_ operation: IAMOperation, on resource: String, words: String? = nil) {
        action = "iam:\(operation.rawValue)"
        self.resource = resource
        self.words = words ?? resource
    }

    func tagged(_ tags: [IAMTag]) -> IAMPermission {
        var permission = self
        permission.facts.tags = tags.facts
        return permission
    }

    /// With the tags that a request sets.
    func requesting(_ tags: [Tag]?) -> IAMPermission {
        guard let tags, !tags.isEmpty else { return self }
        var permission = self
        permission.facts.requestTags = tags.map { .init(key: $0.key ?? "", value: $0.value ?? "") }
        permission.facts.tagKeys = permission.facts.requestTags?.map(\.key)
        return permission
    }

    /// With the keys of tags that a request removes.
    func removing(_ keys: [String]) -> IAMPermission {
        var permission = self
        permission.facts.tagKeys = keys
        return permission
    }

    /// With `iam:PolicyARN`.
    func attaching(_ arn: String) -> IAMPermission { with("iam:policyarn", arn) }

    /// With `iam:PermissionsBoundary`, if there is one.
    func bounded(by arn: String?) -> IAMPermission { arn.map { with("iam:permissionsboundary", $0) } ?? self }

    private func with(_ key: String, _ value: String) -> IAMPermission {
        var permission = self
        permission.keys[key] = value
        return permission
    }
}

/// The condition keys of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html)
/// and, for all others, AWS's global ones.
struct IAMContext: ConditionContext {
    var global: GlobalContext
    var keys: [String: String]

    func values(of key: ConditionKey) -> ConditionValues? {
        if key.name == "iam:resourcetag" {
            return key.part.flatMap { global.values(of: ConditionKey("aws:ResourceTag/\($0)")) }
        }
        if key.part == nil, let value = keys[key.name] { return .one(value) }
        return global.values(of: key)
    }
}

enum IAMAuthorizer {
    static func check(_ permission: IAMPermission, _ call: IAMCall) throws(IAMFailure) {
        var facts = permission.facts
        facts.account = call.account
        let global = GlobalContext(caller: call.caller.facts, request: call.request, resource: facts)
        let request = AccessRequest(
            action: permission.action, resource: permission.resource, resourceAccount: call.account,
            resourcePolicy: nil, context: IAMContext(global: global, keys: permission.keys))
        guard case .denied(let denial) = decide(request, by: call.caller.requester) else { return }
        throw .accessDenied(
            denial.message(
                user: call.caller.requester.arn, action: permission.action, resource: "resource: \(permission.words)"))
    }
}
