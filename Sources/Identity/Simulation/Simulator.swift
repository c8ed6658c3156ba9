import IAMModel
import IAMPolicy
import Records

/// Simulates requests and says what would come of them.
struct Simulator: Sendable {
    let requester: Requester
    let resourcePolicy: ResourcePolicy?
    /// The account that owns the resources.
    let resourceOwner: String
    let context: SimulatedContext

    /// Each action with each resource, in order.
    func page(
        _ actions: [String], _ resources: [String], marker: String?, limit: Int?
    ) throws(IAMFailure) -> SimulatePolicyResponse {
        let count = actions.count * resources.count
        var start = 0
        if let place = try Marker.read(marker) {
            guard let position = Int(place), (0...count).contains(position) else { throw .invalidMarker }
            start = position
        }
        let end = min(count, start + (limit ?? Marker.itemsDefault))
        let results = (start..<end).map { index in
            result(actions[index / resources.count], resources[index % resources.count], share: (end - start + 9) / 10)
        }
        let next = end < count ? Marker.make(after: String(end)) : nil
        return SimulatePolicyResponse(evaluationResults: results, isTruncated: next != nil, marker: next)
    }

    private func result(_ action: String, _ resource: String, share: Int) -> EvaluationResult {
        let request = AccessRequest(
            action: action, resource: resource, resourceAccount: resourceOwner, resourcePolicy: resourcePolicy,
            context: context)
        let simulation = simulate(request, by: requester, share: share)
        return EvaluationResult(
            evalActionName: action, evalResourceName: resource, evalDecision: simulation.decision.model,
            matchedStatements: simulation.matched.map(\.model),
            missingContextValues: simulation.missingContextKeys,
            permissionsBoundaryDecisionDetail: boundaryDetail(simulation))
    }

    private func boundaryDetail(_ simulation: Simulation) -> PermissionsBoundaryDecisionDetail? {
        guard requester.policies.boundary != nil else { return nil }
        let matched = simulation.matched.filter { $0.reference.type == .permissionsBoundary }
        return PermissionsBoundaryDecisionDetail(
            allowedByPermissionsBoundary: matched.contains(where: \.isAllow) && matched.allSatisfy(\.isAllow))
    }

    // MARK: What a request gives

    /// `arn`: of the user who is taken for the caller; nil for anybody of the account.
    static func requester(
        _ arn: String?, _ policies: PrincipalPolicies, in call: IAMCall
    ) throws(IAMFailure) -> Requester {
        guard let arn else {
            return Requester(
                kind: .user, arn: call.arn("user/simulated"), account: call.account, uniqueID: "", policies: policies)
        }
        guard let name = EntityARN(arn), name.kind == .user else {
            throw .refused(.invalidInput, "The caller ARN must be the ARN of an IAM user: \(arn)")
        }
        return Requester(kind: .user, arn: arn, account: name.account, uniqueID: "", policies: policies)
    }

    static func resourcePolicy(_ text: String?) throws(IAMFailure) -> ResourcePolicy? {
        guard let text else { return nil }
        do throws(PolicyError) {
            return ResourcePolicy(document: try PolicyDocument(parsing: text, as: .resource))
        } catch {
            throw .refused(.invalidInput, error.reason)
        }
    }

    /// `owner`: `arn:aws:iam::ACCOUNT:root`, or nil for the caller's account.
    static func account(_ owner: String?, in call: IAMCall) throws(IAMFailure) -> String {
        guard let owner else { return call.account }
        let parts = owner.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[5] == "root", String(parts[4]).isAccountID else {
            throw .refused(.invalidInput, "The resource owner must be the ARN of an account: \(owner)")
        }
        return String(parts[4])
    }
}

extension Decision {
    fileprivate var model: PolicyEvaluationDecisionType {
        switch self {
        case .allowed: .allowed
        case .denied(.explicit): .explicitDeny
        case .denied(.implicit): .implicitDeny
        }
    }
}

extension MatchedStatement {
    fileprivate var model: IAMModel.Statement {
        IAMModel.Statement(
            sourcePolicyId: reference.policyARN.flatMap { EntityARN($0)?.name } ?? reference.policyLabel,
            sourcePolicyType: reference.sourceType,
            startPosition: Position(line: range.start.line, column: range.start.column),
            endPosition: Position(line: range.end.line, column: range.end.column))
    }
}

extension StatementReference {
    fileprivate var sourceType: PolicySourceType {
        if let policyARN { return EntityARN(policyARN)?.account == EntityARN.awsAccount ? .awsManaged : .userManaged }
        if type == .resourceBased { return .resource }
        for (kind, source) in [("user", PolicySourceType.user), ("group", .group), ("role", .role)]
        where policyLabel.contains(" of \(kind) ") {
            return source
        }
        return .noSource
    }
}
