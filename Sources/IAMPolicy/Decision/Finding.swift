/// What policies of one type say to a request.
struct Finding {
    /// A statement by the places of its policy and of itself.
    struct Place {
        var policy: Int
        var statement: Int
    }

    /// The first that denies. Nothing after it was looked at.
    var denial: Place?
    /// The first that allows; of a resource's policy, the first of those that come closest to the requester.
    var allowance: Place?
    /// How close it comes; for policies of the requester's own, himself.
    var naming = Naming.none

    static let nothing = Finding()

    init() {}

    /// Of policies that belong to the requester.
    init(_ policies: [AttachedPolicy], _ inquiry: Inquiry) {
        for policy in policies.indices {
            look(at: policies[policy].document.statements, policy: policy) { statement in
                inquiry.matches(statement) ? .direct : .none
            }
            if denial != nil { return }
        }
    }

    /// Of a resource's own policy.
    init(_ policy: ResourcePolicy, _ inquiry: Inquiry) {
        look(at: policy.document.statements, policy: 0) { statement in
            inquiry.naming(by: statement, ids: policy.principalIDs)
        }
    }

    private mutating func look(
        at statements: [Statement], policy: Int, by naming: (StatementMatcher) -> Naming
    ) {
        for index in statements.indices {
            let statement = statements[index].matcher
            if statement.isAllow, self.naming == .direct { continue }
            let found = naming(statement)
            guard found != .none else { continue }
            if !statement.isAllow {
                denial = Place(policy: policy, statement: index)
                return
            }
            guard found > self.naming else { continue }
            self.naming = found
            allowance = Place(policy: policy, statement: index)
        }
    }
}
