/// A request in the form in which statements are compared with it, made once for all of them.
struct Inquiry {
    let request: AccessRequest
    let requester: Requester
    /// In lower case.
    let action: [UInt8]
    let resource: [UInt8]
    let context: MatchingContext

    init(_ request: AccessRequest, by requester: Requester, stepsMax: Int = MatchingContext.stepsMax) {
        context = MatchingContext(request.context, stepsMax: stepsMax)
        self.request = request
        self.requester = requester
        action = request.action.utf8.map(\.lowerCased)
        resource = request.resource.bytes
    }

    /// Whether a statement applies, whoever asks.
    func matches(_ statement: StatementMatcher) -> Bool {
        statement.actions.match(action.span, in: context) && matchesBeyondAction(statement)
    }

    /// How close a resource's statement that applies comes to the requester.
    func naming(by statement: StatementMatcher, ids: [String: String]) -> Naming {
        guard statement.actions.match(action.span, in: context), let principals = statement.principals else {
            return .none
        }
        let naming = principals.naming(of: requester, ids: ids, byAllowing: statement.isAllow)
        return naming != .none && matchesBeyondAction(statement) ? naming : .none
    }

    private func matchesBeyondAction(_ statement: StatementMatcher) -> Bool {
        matchesResource(statement) && statement.conditions.allSatisfy { isMet($0, in: statement) }
    }

    func matchesResource(_ statement: StatementMatcher) -> Bool {
        statement.resources?.match(resource.span, in: context, byAllowing: statement.isAllow) ?? true
    }

    func isMet(_ condition: Condition, in statement: StatementMatcher) -> Bool {
        condition.isMet(in: context, byAllowing: statement.isAllow)
    }
}
