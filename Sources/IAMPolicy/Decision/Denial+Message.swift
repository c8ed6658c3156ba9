extension Denial {
    /// AWS's words for a denial
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
    /// - Parameters:
    ///   - user: the requester's ARN.
    ///   - action: for example `kms:Decrypt`.
    ///   - resource: `resource: <arn>` (a bare ARN is taken too), or other words that follow `on `; nil for none.
    public func message(user: String, action: String, resource: String?) -> String { "" }
}
