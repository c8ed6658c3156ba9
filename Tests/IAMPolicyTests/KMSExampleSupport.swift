import IAMPolicy

/// A policy of AWS KMS's developer guide, whole or one or more statements of it. Where the guide's text is no JSON or no
/// policy (a missing comma, a space in an IAM policy's Sid), that is mended and said beside it.
struct KMSExample {
    private let document: PolicyDocument

    /// As the policy of the key `keyARN`.
    static func keyPolicy(_ text: String) throws -> KMSExample { try KMSExample(text, as: .resource) }

    /// As a policy of a user of `account`.
    static func iamPolicy(_ text: String) throws -> KMSExample { try KMSExample(text, as: .identity) }

    private init(_ text: String, as kind: PolicyKind) throws {
        document =
            text.contains(#""Statement""#)
            ? try PolicyDocument(parsing: text, as: kind) : try IAMPolicyTests.document(text, as: kind)
    }

    /// Of a key policy: whether it is enough for `requester`.
    func allows(_ requester: Requester, _ operation: String, _ context: FixedContext = [:]) throws -> Bool {
        decision(of: requester, operation, context).isAllowed
    }

    func decision(of requester: Requester, _ operation: String, _ context: FixedContext = [:]) -> Decision {
        decide(request("kms:\(operation)", policy: ResourcePolicy(document: document), context), by: requester)
    }

    /// Of an IAM policy: whether a user who has it, and policies of `statements` besides, may do it to `resource`. Keys
    /// have a policy that delegates to their account and to the user's; aliases and `*` have none.
    func allows(
        _ operation: String, on resource: String = keyARN, _ context: FixedContext = [:],
        beside statements: [String] = []
    ) throws -> Bool {
        let requester = try user(identity: statements).changing {
            $0.identity.append(AttachedPolicy(arn: nil, label: "example", document: document))
        }
        let owner = resource == "*" ? account : String(resource.split(separator: ":")[4])
        let request = AccessRequest(
            action: operation.contains(":") ? operation : "kms:\(operation)", resource: resource,
            resourceAccount: owner, resourcePolicy: try resource.contains(":key/") ? Self.delegation(of: owner) : nil,
            context: context)
        return decide(request, by: requester).isAllowed
    }

    private static func delegation(of owner: String) throws -> ResourcePolicy {
        let roots = [owner, account].map { "arn:aws:iam::\($0):root" }
        return try IAMPolicyTests.keyPolicy(
            #"{"Effect": "Allow", "Principal": \#(aws(roots[0], roots[1])), "Action": "kms:*", "Resource": "*"}"#)
    }
}

let allowEverything = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#

extension Requester {
    /// The same with changed policies.
    func changing(_ change: (inout PrincipalPolicies) -> Void) -> Requester {
        var policies = policies
        change(&policies)
        return with(policies)
    }
}
