/// A key's grants, so that looking one up takes as long as the encryption context is, however many grants there are.
public struct GrantIndex: Sendable {
    private let buckets: [Holder: GrantBucket]
    private let grants: [Grant]
    /// Whether any grant names its source: else it need not be looked for.
    private let hasSources: Bool

    public init(_ grants: [Grant]) {
        self.grants = grants
        hasSources = grants.contains { $0.sourceARN != nil }
        var members: [Holder: [Int]] = [:]
        for index in grants.indices { members[Holder(of: grants[index]), default: []].append(index) }
        buckets = members.mapValues { GrantBucket(grants, $0) }
    }

    public var isEmpty: Bool { grants.isEmpty }

    /// - Parameters:
    ///   - operation: as grants name it, for example `ReEncryptFrom`.
    ///   - requester: who asks.
    ///   - encryptionContext: the request's; empty if it has none.
    ///   - sourceARN: what a service acts for; nil if that is not known.
    /// - Returns: a grant that gives the operation to the requester; nil if there is none. For `CreateGrant` ask
    ///   `parent(of:requester:sourceARN:)` too: not every grant that gives it gives it for every child.
    public func match(
        operation: String, requester: Requester, encryptionContext: [Grant.Pair], sourceARN: String?
    ) -> GrantMatch? {
        guard !grants.isEmpty else { return nil }
        let request = GrantRequest(operation: operation, context: encryptionContext)
        return first(for: requester, sourceARN: sourceARN) { bucket in bucket.match(request, grants) }
    }

    /// - Returns: a grant by whose right to `CreateGrant` the requester may make `child`.
    public func parent(of child: Grant, requester: Requester, sourceARN: String?) -> GrantMatch? {
        first(for: requester, sourceARN: sourceARN) { bucket in
            bucket.parents.first { grants[$0].permitsChild(child) }
        }
    }

    private func first(
        for requester: Requester, sourceARN: String?, in search: (GrantBucket) -> Int?
    ) -> GrantMatch? {
        let sources = sourceARN.flatMap { hasSources ? [nil, ExactText($0)] : nil } ?? [nil]
        for (who, namesRole) in requester.asGrantee {
            for source in sources {
                guard let bucket = buckets[Holder(who: who, source: source)], let found = search(bucket) else {
                    continue
                }
                return GrantMatch(grantID: grants[found].id, namesRole: namesRole)
            }
        }
        return nil
    }
}

/// What has to be the same for a grant to be the requester's.
struct Holder: Hashable, Sendable {
    enum Who: Hashable, Sendable {
        case arn(ExactText)
        /// Of a user or a role, whatever its ARN is by now.
        case id(ExactText)
        /// Sessions and roots have no id of their own: both must be the same.
        case both(ExactText, id: ExactText)
        case service(ExactText)
        /// A service has no id: nobody has such a grant.
        case nobody
    }

    var who: Who
    var source: ExactText?

    init(who: Who, source: ExactText?) {
        self.who = who
        self.source = source
    }

    init(of grant: Grant) {
        source = grant.sourceARN.map { ExactText($0) }
        switch (grant.grantee, grant.granteeID) {
        case (.service(let name), nil): who = .service(ExactText(name))
        case (.service, _?): who = .nobody
        case (.principal(let arn), nil): who = .arn(ExactText(arn))
        case (.principal(let arn), let id?):
            switch try? PrincipalPattern(arn, type: "AWS") {
            case .user?, .role?: who = .id(ExactText(id))
            default: who = .both(ExactText(arn), id: ExactText(id))
            }
        }
    }
}

extension Requester {
    /// As whom grants may name him, and whether that is his role.
    fileprivate var asGrantee: [(Holder.Who, namesRole: Bool)] {
        let arn = ExactText(arn)
        let id = ExactText(uniqueID)
        return switch kind {
        case .user: [(.arn(arn), false), (.id(id), false)]
        case .assumedRole(let role):
            [(.arn(arn), false), (.both(arn, id: id), false), (.arn(ExactText(role)), true), (.id(id), true)]
        case .root, .federatedUser: [(.arn(arn), false), (.both(arn, id: id), false)]
        case .service: [(.service(arn), false)]
        case .webIdentity: []
        }
    }
}
