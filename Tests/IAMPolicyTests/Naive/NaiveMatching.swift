import IAMPolicy

extension NaiveQuestion {
    /// The statements of the requester's own policies that match the request.
    func matched(_ attached: [NaiveAttached], _ type: PolicyType) -> [NaiveMatched] {
        attached.flatMap { one in
            one.policy.statements.enumerated().compactMap { index, statement in
                guard matches(statement) else { return nil }
                let reference = StatementReference(
                    type: type, policyARN: one.arn, policyLabel: one.label, sid: statement.sid, index: index)
                return NaiveMatched(reference: reference, isAllow: statement.isAllow)
            }
        }
    }

    /// The statements of the resource's policy that match the request and its requester.
    func matchedOfResource() -> [NaiveMatched] {
        guard let resourcePolicy, let stored = request.resourcePolicy else { return [] }
        return resourcePolicy.statements.enumerated().compactMap { index, statement in
            guard let principals = statement.principals else { return nil }
            let ways: [NaivePrincipals.Match]
            if principals.isExclusion {
                ways = principals.excludes(requester, principalIDs: stored.principalIDs) ? [] : [.direct]
            } else {
                ways = principals.matches(requester, principalIDs: stored.principalIDs)
            }
            guard !ways.isEmpty, matches(statement) else { return nil }
            let reference = StatementReference(
                type: .resourceBased, policyARN: nil, policyLabel: "", sid: statement.sid, index: index)
            return NaiveMatched(reference: reference, isAllow: statement.isAllow, principals: ways)
        }
    }

    private func matches(_ statement: NaiveStatement) -> Bool {
        guard contains(statement.actions, tally.action(request.action), statement) else { return false }
        if let resources = statement.resources {
            guard contains(resources, tally.resource(request.resource), statement) else { return false }
        }
        for condition in statement.conditions {
            let holds = condition.holds(in: request.context, isAllow: statement.isAllow)
            tally.count(condition, holds)
            if !holds { return false }
        }
        return true
    }

    private func contains(_ list: NaiveList, _ scalars: [Unicode.Scalar], _ statement: NaiveStatement) -> Bool {
        if list.patterns.contains(where: { $0.matches(scalars, in: request.context) }) { return !list.isExclusion }
        // Of what `NotResource` might leave out, if only a variable had a value, nothing is given away.
        if list.isExclusion, statement.isAllow {
            return !list.patterns.contains { $0.mightMatch(arn: scalars, in: request.context) }
        }
        return list.isExclusion
    }
}
