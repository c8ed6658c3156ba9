extension Denial {
    /// AWS's words for a denial
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
    /// - Parameters:
    ///   - user: the requester's ARN.
    ///   - action: for example `kms:Decrypt`.
    ///   - resource: `resource: <arn>` (a bare ARN or `*` is taken too), or other words that follow `on `; nil for none.
    /// - Returns: one sentence without a full stop.
    public func message(user: String, action: String, resource: String?) -> String {
        let place =
            switch resource {
            case nil: ""
            case "*"?: " on resource: *"
            case let words? where words.hasPrefix("arn:"): " on resource: \(words)"
            case let words?: " on \(words)"
            }
        return "User: \(user) is not authorized to perform: \(action)\(place) \(cause(of: action))"
    }

    private func cause(of action: String) -> String {
        switch self {
        case .implicit(let type): "because no \(type.rawValue) allows the \(action) action"
        case .explicit(let statement):
            "with an explicit deny in \(statement.type == .identityBased ? "an" : "a") \(statement.type.rawValue)"
                + (statement.policyARN.map { ": \($0)" } ?? "")
        }
    }
}
