public import IAMPolicy

let account = "111122223333"
let otherAccount = "444455556666"
let keyARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

/// A context of fixed values.
struct FixedContext: ConditionContext, ExpressibleByDictionaryLiteral {
    var entries: [ConditionKey: ConditionValues] = [:]

    init(_ entries: [String: ConditionValues] = [:]) {
        for (key, values) in entries { self.entries[ConditionKey(key)] = values }
    }

    init(dictionaryLiteral elements: (String, ConditionValues)...) {
        for (key, values) in elements { entries[ConditionKey(key)] = values }
    }

    func values(of key: ConditionKey) -> ConditionValues? { entries[key] }
}

extension ConditionValues: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .one(value) }
    public init(arrayLiteral elements: String...) { self = .many(elements) }
}

/// `{"Version": "2012-10-17", "Statement": [body]}`
func document(
    _ body: String, as kind: PolicyKind = .identity, version: String? = "2012-10-17"
) throws(PolicyError) -> PolicyDocument {
    let head = version.map { #""Version": "\#($0)", "# } ?? ""
    return try PolicyDocument(parsing: "{\(head)\"Statement\": [\(body)]}", as: kind)
}

func attached(_ body: String, arn: String? = nil) throws -> AttachedPolicy {
    AttachedPolicy(arn: arn, label: arn ?? "inline policy", document: try document(body))
}

func keyPolicy(_ body: String, ids: [String: String] = [:]) throws -> ResourcePolicy {
    ResourcePolicy(document: try document(body, as: .resource), principalIDs: ids)
}

/// The statement of the default key policy.
let delegation =
    #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}"#
let allowDecrypt = #"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}"#
let denyDecrypt = #"{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}"#

/// A statement of a key policy about kms:Decrypt for `principal`, which is JSON.
func statement(_ effect: String, _ principal: String, not: Bool = false) -> String {
    #"{"Effect": "\#(effect)", "\#(not ? "NotPrincipal" : "Principal")": \#(principal), "Action": "kms:Decrypt", "Resource": "*"}"#
}

func aws(_ names: String...) -> String { #"{"AWS": [\#(names.map { "\"\($0)\"" }.joined(separator: ", "))]}"# }

func user(
    _ name: String = "alice", of account: String = account, id: String = "AIDAALICEALICEALICE1",
    identity: [String] = [], boundary: String? = nil
) throws -> Requester {
    Requester(
        kind: .user, arn: "arn:aws:iam::\(account):user/\(name)", account: account, uniqueID: id,
        policies: PrincipalPolicies(
            identity: try identity.map { try attached($0) }, boundary: try boundary.map { try attached($0) }))
}

func session(
    of role: String = "app", named name: String = "one", of account: String = account,
    id: String = "AROAAPPAPPAPPAPPAPP1", identity: [String] = [], boundary: String? = nil, session: [String]? = nil
) throws -> Requester {
    let last = role.split(separator: "/").last.map(String.init) ?? role
    return Requester(
        kind: .assumedRole(role: "arn:aws:iam::\(account):role/\(role)"),
        arn: "arn:aws:sts::\(account):assumed-role/\(last)/\(name)", account: account, uniqueID: id,
        policies: PrincipalPolicies(
            identity: try identity.map { try attached($0) }, boundary: try boundary.map { try attached($0) },
            session: try session?.map { try attached($0) }))
}

func federated(
    _ name: String = "bob", by user: String = "user/alice", identity: [String] = [], session: [String]? = nil
) throws -> Requester {
    Requester(
        kind: .federatedUser(user: "arn:aws:iam::\(account):\(user)"),
        arn: "arn:aws:sts::\(account):federated-user/\(name)", account: account, uniqueID: "AIDAALICEALICEALICE1",
        policies: PrincipalPolicies(
            identity: try identity.map { try attached($0) }, session: try session?.map { try attached($0) }))
}

func root(of account: String = account) -> Requester {
    Requester(
        kind: .root, arn: "arn:aws:iam::\(account):root", account: account, uniqueID: account, policies: .none)
}

func service(_ name: String) -> Requester {
    Requester(kind: .service, arn: name, account: "", uniqueID: name, policies: .none)
}

func request(
    _ action: String = "kms:Decrypt", on resource: String = keyARN, policy: ResourcePolicy?,
    _ context: FixedContext = [:]
) -> AccessRequest {
    AccessRequest(
        action: action, resource: resource, resourceAccount: account, resourcePolicy: policy, context: context)
}

func isAllowed(
    _ requester: Requester, _ action: String = "kms:Decrypt", on resource: String = keyARN, by policy: String?,
    ids: [String: String] = [:], _ context: FixedContext = [:], grants: GrantMatch? = nil
) throws -> Bool {
    let policy = try policy.map { try keyPolicy($0, ids: ids) }
    return decide(request(action, on: resource, policy: policy, context), by: requester, grants: grants).isAllowed
}

/// Whether a statement of an identity policy with this condition block allows.
func isMet(_ condition: String, _ context: FixedContext, effect: String = "Allow") throws -> Bool {
    let body = #"{"Effect": "\#(effect)", "Action": "kms:Decrypt", "Resource": "*", "Condition": {\#(condition)}}"#
    let identity = effect == "Allow" ? [body] : [allowDecrypt, body]
    let isAllowed = try isAllowed(try user(identity: identity), by: delegation, context)
    return effect == "Allow" ? isAllowed : !isAllowed
}

/// Numbers that look random and are the same in every run (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
