/// An operation with an encryption context, in the form in which grants are looked up.
struct GrantRequest {
    let operation: ExactText
    let pairs: Set<ContextPair>

    init(operation: String, context: [Grant.Pair]) {
        self.operation = ExactText(operation)
        pairs = Set(context.map(ContextPair.init))
    }
}

/// The grants of one grantee, by what they ask of a request's encryption context.
struct GrantBucket: Sendable {
    /// Operations that have no encryption context, so that a constraint does not apply to them; with `CreateGrant` it
    /// applies to the child (https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html).
    private static let unconstrained: Set<String> = ["CreateGrant", "DescribeKey", "RetireGrant"]

    /// Indices of grants, here and below the first of those that give the same.
    private var free: [ExactText: Int] = [:]
    private var equal: [Set<ContextPair>: [ExactText: Int]] = [:]
    /// Under one pair of each grant's constraint: the one that the fewest grants have.
    private var subset: [ContextPair: [ExactText: [Candidate]]] = [:]
    /// Those with `CreateGrant`.
    private(set) var parents: [Int] = []

    private struct Candidate: Sendable {
        var grant: Int
        var pairs: Set<ContextPair>
    }

    init(_ grants: [Grant], _ members: [Int]) {
        var frequency: [ContextPair: Int] = [:]
        for index in members {
            for pair in grants[index].contextSubset ?? [] { frequency[ContextPair(pair), default: 0] += 1 }
        }
        for index in members { add(index, grants[index], frequency) }
    }

    private mutating func add(_ index: Int, _ grant: Grant, _ frequency: [ContextPair: Int]) {
        if grant.operations.contains("CreateGrant") { parents.append(index) }
        let equals = grant.contextEquals.map { Set($0.map(ContextPair.init)) }
        let pairs = Set((grant.contextSubset ?? []).map(ContextPair.init))
        let rarest = pairs.min { frequency[$0, default: 0] < frequency[$1, default: 0] }
        for name in grant.operations {
            let operation = ExactText(name)
            if Self.unconstrained.contains(name) || (equals == nil && pairs.isEmpty) {
                free.addFirst(index, for: operation)
            } else if let equals {
                if equals.isSuperset(of: pairs) { equal[equals, default: [:]].addFirst(index, for: operation) }
            } else if let rarest {
                subset[rarest, default: [:]][operation, default: []].append(Candidate(grant: index, pairs: pairs))
            }
        }
    }

    /// - Returns: the index of a grant that gives what is asked for.
    func match(_ request: GrantRequest, _ grants: [Grant]) -> Int? {
        if let found = free[request.operation] { return found }
        if !equal.isEmpty, let found = equal[request.pairs]?[request.operation] { return found }
        guard !subset.isEmpty else { return nil }
        for pair in request.pairs {
            let candidates = subset[pair]?[request.operation] ?? []
            if let found = candidates.first(where: { $0.pairs.isSubset(of: request.pairs) }) { return found.grant }
        }
        return nil
    }
}

extension [ExactText: Int] {
    fileprivate mutating func addFirst(_ index: Int, for operation: ExactText) {
        if self[operation] == nil { self[operation] = index }
    }
}
