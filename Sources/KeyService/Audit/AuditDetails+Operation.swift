import AWSJSON
import AuditTrail
import ServiceModel

extension AuditDetails {
    /// What a call tells of itself. Without a subject: what the request names was not found, or nobody looked. Without an
    /// output: the call was refused. `isAuthorized`: whether the caller may know of the subject.
    init<Op: Operation>(
        _ type: Op.Type, _ input: Op.Input, _ subject: Op.Subject?, _ output: Op.Output?, isAuthorized: Bool,
        _ call: Call
    ) {
        self.init(isReadOnly: Op.operation.isReadOnly)
        requestParameters = Self.object { Op.recorded(input).recordMembers(to: &$0) }
        guard let subject else { return }
        resources = Op.resources(input, subject, output)
        guard isAuthorized else {
            // That another account has such a key is not told to whom it does not let in.
            resources.removeAll { $0.account != call.caller.account }
            return
        }
        additionalEventData = Self.object(reserving: 128) {
            Op.recordAdditions(input, subject, output, in: call, to: &$0)
        }
        guard let output, !isReadOnly else { return }
        responseElements = Self.object { Op.recordElements(output, subject, to: &$0) }
    }

    /// The other accounts whose keys the call used.
    func otherAccounts(than account: String) -> [String] {
        var others: [String] = []
        for resource in resources where resource.account != account && !others.contains(resource.account) {
            others.append(resource.account)
        }
        return others
    }
}
